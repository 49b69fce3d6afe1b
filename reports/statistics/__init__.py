"""How sure a figure is: intervals of means, paired differences, many tests at once, power.

`proportions` and `means` are pure Python and light, because every evaluation ends with them; `paired` and
`multiplicity` need numpy and scipy. Formulas follow Miller 2024 (arXiv 2411.00640) unless they say otherwise.
"""
