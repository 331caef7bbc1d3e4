"""Whatever fits the OpenAPI document, and whatever does not, is answered as the document says.

Set CONTRACT_PROFILE=long for a search of half an hour.
"""

import datetime as dt
import os

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import negative_data_rejection

from config import Settings
from service.api.parts import EXTENSION
from service.app import create_app
from service.use_cases import RetentionUseCases

EXAMPLES = {"short": 25, "long": 2_000}[os.environ.get("CONTRACT_PROFILE", "short")]
PROFILE = settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
CONFIG = SchemathesisConfig.from_dict(
    {
        # No schema can tell whether a text holds a sentence, a cursor is ours, or one of three fields was given.
        "checks": {"positive_data_acceptance": {"expected-statuses": ["2xx", "4xx"]}},
    }
)


def document(app):
    return schemathesis.openapi.from_wsgi("/openapi.json", app, config=CONFIG)


def not_to_be_checked(case):
    """To a body of plain text nothing is invalid."""
    return [negative_data_rejection] if (case.media_type or "").startswith("text/") else []


# Nothing is opened by this.
OPERATIONS = {found.ok().label: found.ok() for found in document(create_app(Settings())).get_all_operations()}


@pytest.mark.parametrize("label", OPERATIONS)
@pytest.mark.timeout(3_000)
def test_every_operation_answers_as_it_is_described(app, label):
    operation = next(found.ok() for found in document(app).get_all_operations() if found.ok().label == label)

    for mode in GenerationMode:

        @PROFILE
        @given(case=operation.as_strategy(generation_mode=mode))
        def is_as_described(case):
            case.call_and_validate(excluded_checks=not_to_be_checked(case))

        try:
            is_as_described()
        except Unsatisfiable:  # an operation that takes nothing cannot be sent anything wrong
            assert mode is GenerationMode.NEGATIVE


def test_what_was_made_can_be_followed(app):
    retention = RetentionUseCases(app.extensions[EXTENSION].database)

    class Machine(document(app).as_state_machine()):
        def setup(self):
            """Each run begins with nothing stored, or it could not be repeated."""
            retention.purge(days=1, now=dt.datetime.now(dt.UTC) + dt.timedelta(days=2))

        def validate_response(self, response, case, additional_checks=None, **kwargs):
            case.validate_response(
                response,
                additional_checks=additional_checks,
                excluded_checks=not_to_be_checked(case),
                transport_kwargs=kwargs or None,
                recorder=self.recorder,
            )

    Machine.run(settings=settings(PROFILE, max_examples=max(EXAMPLES // 5, 5), stateful_step_count=6))
