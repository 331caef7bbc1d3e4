"""The floor: our own application with one more route, which parses the JSON and gives it back."""

from flask import jsonify, request

from service.wsgi import app


@app.post("/echo")
def echo():
    return jsonify(request.get_json())
