"""What everybody may read: products on sale, their makers, the OCOP register."""

from app.web.api import document, products, register, sellers

routers = (document.router, products.router, sellers.router, register.router)
