"""Buckets of the server that the tests start."""

from app.core.storage.bucket import Bucket


def bucket_at(endpoint: str, name: str = "shop", prefix: str = "", area: str = "media") -> Bucket:
    url = f"s3://{name}/{prefix}?endpoint={endpoint}"
    return Bucket.at(url, area, key_id="key", secret="secret")
