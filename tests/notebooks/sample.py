"""A small chapter that keeps every rule; tests break it in one place at a time."""

SOURCE = '''\
---
jupytext:
  text_representation:
    extension: .md
    format_name: myst
kernelspec:
  display_name: Python 3
  language: python
  name: python3
---

# 1 · Neurons

Sand or shale?

## Before you start

**Lecture:** section "What is a neural network?", deck `slides/01_neurons`.

**You will be able to**

- **turn** a cut-off into a neuron,
- **read** its weights,
- **judge** its answer.

**You need first:** what is in 00 Start here; symbols are in its
[notation and glossary](00_start_here.ipynb#Notation).

**Data and licence:** generated on your machine, free of any licence; see the
[data cards](../data/README.md).

**Time**

| Section | Minutes |
|---|--:|
| 1. A cut-off | 10 |
| Quiz and summary | 5 |
| **In all** | **15** |

## 1. A cut-off

![A gamma-ray log with one vertical line](../figure.png)

### Your turn: double it (core, 2 min)

```{code-cell} python
:tags: [exercise]

def double(x):
    """Twice x."""
    # solution
    twice = 2 * x
    return twice
```

```{code-cell} python
neurons.double.check(double)
```

> **Predict first.** Which way will the line move?

```{code-cell} python
NeuronExplorer.preset("gas_sand")
```

```{code-cell} python
:tags: [guarded]

datasets.read("f3_well_f03_4")
```

## Quiz

**Question 1.** What does $b$ do?

<details><summary>A. It turns the line.</summary>

**Wrong.** The weights turn it, the bias does not.

</details>
<details><summary>B. It shifts the line.</summary>

**Right.** It adds the same to all scores.

</details>

**Question 2.** What does $w \\to 2w$ do?

<details><summary>A. It makes it steeper.</summary>

**Right.** The slope at the cut-off is proportional to it.

</details>
<details><summary>B. Nothing, for $w \\lt 0$.</summary>

**Wrong.** The sign plays no role for the steepness.

</details>

**Question 3.** And $w = 0$?

<details><summary>A. One half everywhere.</summary>

**Right.** Without a bias the score is zero.

</details>
<details><summary>B. Sand everywhere.</summary>

**Wrong.** The sigmoid of zero is one half.

</details>

## Summary

- A cut-off is a neuron.
- Its weight is the steepness.
- Its bias is the shift.

## Where the simplification breaks down

- Rocks are not drawn at random.
- Tools smear the beds.

## Further reading

- Rosenblatt, F., 1958.
- Rumelhart, D.E., et al., 1986.
'''

HEADINGS = "# Title\n\n## Notation\n\n### Where it stands\n"


def broken(old, new, source=SOURCE):
    """The sample with one place changed."""
    assert old in source, f"the sample has no {old!r}"
    return source.replace(old, new, 1)


def write(folder, text=SOURCE, name="01_neurons"):
    """Write a source file as the course keeps it and return its path."""
    path = folder / "notebooks" / "source" / f"{name}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
