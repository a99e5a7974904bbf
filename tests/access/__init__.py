"""Who may open what: every route and method, by hand.

`table/` holds one file a part of the shop: the address as the router knows it, and what each person
is answered. `world.py` fills the addresses with rows of one seller, `PEOPLE` are those who try. A
new route without a row fails, and so does a row without a route.
"""
