"""The simulated student: works the program of an item in words and makes planted mistakes. It is not a model."""

from mmbench.adapters.student.chance import HALVES, Half, half_of
from mmbench.adapters.student.simulator import Simulated, Student, StudentOptions

__all__ = ["HALVES", "Half", "Simulated", "Student", "StudentOptions", "half_of"]
