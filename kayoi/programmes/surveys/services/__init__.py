"""Changes that staff make to questionnaires on pages."""

from kayoi.programmes.surveys.services.answering import hand_in
from kayoi.programmes.surveys.services.building import begin_version, make_from_sample, write_questions
from kayoi.programmes.surveys.services.typing_in import Typed, give_codes, type_in

__all__ = ["Typed", "begin_version", "give_codes", "hand_in", "make_from_sample", "type_in", "write_questions"]
