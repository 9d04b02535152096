"""Every wrong answer of every exercise gets its sentence, every reference passes."""

import re

import pytest

from course_lib.exercises import (
    activations,
    architectures,
    base,
    convolutions,
    descent,
    neurons,
    start,
)
from course_lib.exercises.function import FunctionExercise

CHAPTERS = [activations, architectures, convolutions, descent, neurons, start]
EXERCISES = [
    exercise
    for chapter in CHAPTERS
    for exercise in vars(chapter).values()
    if isinstance(exercise, base.Exercise)
]
FUNCTIONS = [e for e in EXERCISES if isinstance(e, FunctionExercise)]
WRONG = [
    pytest.param(exercise, misconception, wrong, id=f"{exercise.key}-{i}-{j}")
    for exercise in FUNCTIONS
    for i, misconception in enumerate(exercise.misconceptions)
    for j, wrong in enumerate(misconception.wrong)
]


def by_key(exercise):
    return exercise.key


@pytest.mark.parametrize(("exercise", "misconception", "wrong"), WRONG)
def test_a_wrong_answer_gets_its_sentence(exercise, misconception, wrong):
    outcome = exercise.check(wrong)
    assert outcome.message == misconception.sentence
    assert not outcome.passed


@pytest.mark.parametrize(
    "exercise", [e for e in FUNCTIONS if len(e.returns) == 2], ids=by_key
)
def test_results_that_changed_places_are_told(exercise):
    first, second = exercise.returns
    outcome = exercise.check(lambda *args: exercise.reference(*args)[::-1])
    assert outcome.message == (
        f"{first} and {second} changed places: return {first} first, then {second}."
    )


@pytest.mark.parametrize("exercise", FUNCTIONS, ids=by_key)
def test_the_reference_passes(exercise):
    outcome = exercise.check(exercise.reference)
    assert outcome.passed, outcome
    assert outcome.message == exercise.success


@pytest.mark.parametrize("exercise", FUNCTIONS, ids=by_key)
def test_at_least_three_wrong_answers_each_with_its_own_sentence(exercise):
    sentences = [m.sentence for m in exercise.misconceptions]
    assert len(set(sentences)) == len(sentences) >= 3
    assert all(m.wrong for m in exercise.misconceptions)


@pytest.mark.parametrize("exercise", FUNCTIONS, ids=by_key)
def test_there_is_a_small_counterexample(exercise):
    assert exercise.probes


@pytest.mark.parametrize("exercise", EXERCISES, ids=by_key)
def test_texts_are_short_whole_sentences(exercise):
    sentences = [m.sentence for m in getattr(exercise, "misconceptions", [])]
    sentences += [probe.question for probe in getattr(exercise, "beyond", [])]
    for text in [exercise.success, *sentences]:
        assert re.fullmatch(r"[A-Z0-9`wzbxad].*[.?]", text), text
        assert len(text) <= 220, text
        assert text.count("`") % 2 == 0, text
    assert len(exercise.hints) >= 2
    assert exercise.title and not exercise.title.endswith(".")


@pytest.mark.parametrize("exercise", EXERCISES, ids=by_key)
def test_the_key_is_where_python_finds_it(exercise):
    called, name = exercise.key.split(".")
    modules = {module.chapter.called: module for module in CHAPTERS}
    assert getattr(modules[called], name) is exercise


@pytest.mark.parametrize("module", CHAPTERS)
def test_a_mistyped_name_lists_the_exercises(module):
    called = module.chapter.called
    own = [e for e in vars(module).values() if isinstance(e, base.Exercise)]
    for exercise in own:
        typo = exercise.name[1:]
        with pytest.raises(AttributeError) as caught:
            getattr(module, typo)
        text = str(caught.value)
        assert text.startswith(f"{called} has no exercise {typo!r}; there are: ")
        assert all(e.name in text for e in own)
        assert text.endswith(f"did you mean {exercise.name}?")
    with pytest.raises(AttributeError) as caught:
        module.qqq  # noqa: B018
    assert "mean" not in str(caught.value)
    assert not hasattr(module, "_repr_html_")


def test_names_and_arguments_are_those_of_the_notebooks():
    signatures = {
        exercise.name: ", ".join(exercise.arguments) for exercise in FUNCTIONS
    }
    assert signatures == {
        "collapse": "W1, b1, W2, b2",
        "sigmoid_derivative": "z",
        "logit": "p",
        "safe_sigmoid": "z",
        "safe_cross_entropy": "z, y",
        "saturated_share": "z",
        "tanh_derivative": "z",
        "relu_derivative": "z",
        "leaky_relu": "z, leak",
        "dead_units": "Z",
        "variance_of_z": "n, var_w, mean_square_x",
        "he_weights": "n_out, n_in, rng",
        "xavier_uniform": "n_out, n_in, rng",
        "torch_default_std": "n_in",
        "softmax_temperature": "Z, T",
        "positive_output": "z",
        "layer": "x, W, b",
        "layer_of_samples": "X, W, b",
        "fold_bias": "X, W, b",
        "count_parameters": "sizes",
        "forward": "X, weights, biases",
        "backpropagation": "x, y, W1, b1, w2, b2",
        "numerical_gradient": "f, w, h",
        "softmax": "Z",
        "one_hot": "y, K",
        "cross_entropy": "P, y",
        "confusion_matrix": "y, y_hat, K",
        "macro_f1": "confusion",
        "split_by_well": "wells, blind",
        "cost": "b, w, x, y",
        "cost_gradient": "b, w, x, y",
        "descend_line": "x, y, lr, steps",
        "rate_limit": "x",
        "cure_ravine": "s",
        "count_updates": "m, batch_size, epochs",
        "minibatches": "m, batch_size, rng",
        "momentum_step": "w, V, dw, lr, beta",
        "rmsprop_step": "w, S, dw, lr, beta, eps",
        "adam_step": "w, V, S, dw, t, lr, beta1, beta2, eps",
        "stalled_travel": "steps, lr, beta1, beta2",
        "decayed_rate": "lr, decay, k",
        "safe_shift": "f_hz",
        "normal_equations": "G, d",
        "tikhonov": "G, d, lam",
        "seismic_trace": "r, w",
        "cross_correlate": "x, w",
        "filter_section": "section, kernel",
        "output_size": "i, k, stride, padding, dilation",
        "max_pool": "a",
        "conv_parameters": "c_in, c_out, k",
        "receptive_field": "layers",
        "receptive_field_in_metres": "samples, traces, dt_ms, dx_m, velocity_m_s",
        "kernel_gradient": "x, dz",
        "learn_wavelet": "r, s, lr, steps",
        "standardise_patches": "X",
        "iou": "predicted, truth",
        "conv_transpose": "x, w, stride",
        "sta_lta": "trace, n_short, n_long",
        "tuning_thickness": "f_hz, velocity_m_s",
        "sigmoid": "z",
        "soft_cutoff": "cutoff, width",
        "unit": "X, w, b",
        "decision_line": "x1, w, b",
        "loss": "a, y",
        "gradient": "X, y, w, b",
        "training_step": "X, y, w, b, lr",
        "feature_count": "n, degree",
        "quadratic_features": "X",
        "odds_factor": "w, std, change",
        "two_way_time": "depth_m, v_kms",
        "impedance": "vp_kms, rho_gcc",
        "standardize": "X",
    }


NEURONS = [
    "sigmoid",
    "soft_cutoff",
    "unit",
    "decision_line",
    "gas_line",
    "loss",
    "gradient",
    "training_step",
    "odds_factor",
    "quadratic_features",
    "feature_count",
]
ARCHITECTURES = [
    "layer",
    "fold_bias",
    "layer_of_samples",
    "shapes",
    "count_parameters",
    "forward",
    "two_units",
    "backpropagation",
    "numerical_gradient",
    "smallest_network",
    "softmax",
    "one_hot",
    "cross_entropy",
    "confusion_matrix",
    "split_by_well",
    "leak",
    "macro_f1",
]
ACTIVATIONS = [
    "collapse",
    "logit",
    "sigmoid_derivative",
    "safe_sigmoid",
    "safe_cross_entropy",
    "saturated_share",
    "layers_until",
    "tanh_derivative",
    "relu_derivative",
    "dead_units",
    "leaky_relu",
    "positive_output",
    "softmax_temperature",
    "variance_of_z",
    "he_weights",
    "xavier_uniform",
    "torch_default_std",
    "best_factor",
]
CONVOLUTIONS = [
    "seismic_trace",
    "tuning_thickness",
    "cross_correlate",
    "kernel_gradient",
    "learn_wavelet",
    "filter_section",
    "my_dip_filter",
    "output_size",
    "max_pool",
    "conv_transpose",
    "conv_parameters",
    "receptive_field",
    "receptive_field_in_metres",
    "standardise_patches",
    "iou",
    "sta_lta",
]
DESCENT = [
    "cost",
    "cost_gradient",
    "descend_line",
    "largest_rate",
    "rate_limit",
    "cure_ravine",
    "count_updates",
    "minibatches",
    "momentum_step",
    "rmsprop_step",
    "adam_step",
    "stalled_travel",
    "decayed_rate",
    "safe_shift",
    "normal_equations",
    "tikhonov",
    "my_optimizer",
]


@pytest.mark.parametrize(
    ("exercise", "names", "optional"),
    [
        (
            activations.collapse,
            ACTIVATIONS,
            {"xavier_uniform", "softmax_temperature", "positive_output"},
        ),
        (architectures.layer, ARCHITECTURES, {"macro_f1"}),
        (neurons.sigmoid, NEURONS, {"odds_factor", "quadratic_features"}),
        (
            descent.cost,
            DESCENT,
            {"minibatches", "stalled_travel", "decayed_rate", "safe_shift"},
        ),
        (
            convolutions.iou,
            CONVOLUTIONS,
            {"conv_transpose", "sta_lta", "tuning_thickness"},
        ),
    ],
    ids=["activations", "architectures", "neurons", "descent", "convolutions"],
)
def test_progress_lists_the_exercises_in_the_order_of_the_notebook(
    exercise, names, optional
):
    exercises = exercise.chapter.exercises
    assert [e.name for e in exercises] == names
    assert {e.name for e in exercises if e.optional} == optional
