import importlib
import json

import pytest

from service.summariser.isolation import helper, job


@pytest.fixture(scope="module", params=["in the helper", "here"])
def wherever(request):
    """Pages and files are read in the helper, as ever, and once more here, where a debugger and coverage see it."""

    def ask(header, data):
        importlib.import_module(header["module"])
        return json.loads(json.dumps(helper._reply(header, data)))

    with pytest.MonkeyPatch.context() as patch:
        if request.param == "here":
            patch.setattr(job._helper, "ask", ask)
        yield
