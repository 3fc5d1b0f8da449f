"""One page by FastAPI on uvicorn, with nothing behind it: python bare_page.py PORT"""

import sys

import uvicorn
from fastapi import FastAPI

app = FastAPI()


@app.get("/readyz")
def readyz() -> dict[str, str]:
    return {"state": "ready"}


if __name__ == "__main__":
    uvicorn.run(app, port=int(sys.argv[1]), log_level="error")
