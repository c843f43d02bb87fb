"""Which states an action reaches, and who is meant by a letter: what the parts of the table share."""

from typing import Final

from challenge_api.challenges.case import OPEN_STATES, OUTCOMES
from challenge_api.law.access import Role, View

R, I, H, A, D, C = (  # noqa: E741 # the letters of the matrix
    Role.REPRESENTATIVE,
    Role.INTAKE,
    Role.HANDLER,
    Role.ASSESSOR,
    Role.DECISION_MAKER,
    Role.CONTRACT_MANAGER,
)
O, P, T, S = Role.OBJECTION_COMMITTEE, Role.PUBLISHER, Role.INTERESTED_PARTY, Role.SYSTEM  # noqa: E741 # the letters of the matrix
IN_PROCESS: Final = frozenset({"submitted", "incomplete", "admissible", "exploring", "assessing", "assessed"})
RUNNING: Final = frozenset({"monitored", "improving"})
SINCE_SUBMISSION: Final = frozenset({*OPEN_STATES, *OUTCOMES}) - {"draft", "discarded"}
OWN: Final = frozenset({View.PARTY})
"""What happens to a draft is seen by its group alone, also after submission."""
AT_WORK: Final = frozenset({View.STAFF, View.AUDIT})
"""What the authority keeps to itself: who does what, who has an interest, whom it spoke with."""
