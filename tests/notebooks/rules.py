"""What every chapter must have. A rule returns sentences: what is wrong and where."""

import ast
import re

WIDGETS = re.compile(
    r"\b(NeuronExplorer|Playground|ActivationExplorer|InitializationExplorer|"
    r"LossSurface|ConvolutionExplorer)\s*(\(|\.preset\()"
)
CLOSING = ["Quiz", "Summary", "Where the simplification breaks down", "Further reading"]
TURN = re.compile(r"^### Your turn: .+ \((core|optional)(, \d+ min)?\)$")
OPTION = re.compile(
    r"<details><summary>([A-Z])\. ((?:[^\n]|\n(?!\n))+?)</summary>\n"
    r"\n\*\*(Right|Wrong)\.\*\* (.+?)\n\n</details>(?=\n|$)",
    re.S,
)
FENCE = re.compile(r"^```.*?^```", re.S | re.M)
DOWNLOAD = re.compile(r"\bdatasets\.(fetch|read|force_wells)\(")
LINE = 88
REASON_WORDS = 5
ALT_CHARACTERS = 20


def prose(nb):
    """All text cells as one text, without code blocks."""
    cells = [c.source for c in nb.cells if c.cell_type == "markdown"]
    return FENCE.sub("", "\n\n".join(cells))


def sections(nb):
    """[(heading, body), …] of all second-level headings."""
    parts = re.split(r"^## +(.+?) *$", prose(nb), flags=re.M)
    return list(zip(parts[1::2], parts[2::2], strict=True))


def body(nb, heading):
    return dict(sections(nb)).get(heading, "")


# The frame around a chapter


def title_problems(nb, chapter):
    titles = re.findall(r"^# +(.+)$", prose(nb), flags=re.M)
    number = int(chapter[:2])
    if len(titles) != 1:
        return [f"needs one title '# …', has {len(titles)}"]
    if not titles[0].startswith(f"{number} · "):
        return [f"the title must begin with '{number} · '"]
    if not nb.cells[0].source.startswith("# "):
        return ["the title must come first"]
    return []


def opening_problems(nb, chapter):
    """Lecture and deck, aims, prerequisites, data and licence."""
    text, problems = body(nb, "Before you start"), []
    if not text:
        return ["has no section 'Before you start'"]
    lecture = re.search(r"\*\*Lecture:\*\*(.+?)\n\n", text, re.S)
    if not lecture or "deck" not in lecture[1]:
        problems.append("'**Lecture:**' must name section and deck")
    elif f"`slides/{chapter}`" not in lecture[1] and not chapter.startswith("00"):
        problems.append(f"'**Lecture:**' must name the deck `slides/{chapter}`")
    aims = re.search(r"\*\*You will be able to\*\*\n\n(.+?)\n\n", text, re.S)
    found = re.findall(r"^- \*\*[a-z ]+\*\* ", aims[1], re.M) if aims else []
    if not 3 <= len(found) <= 5:
        problems.append(
            f"needs 3-5 aims '- **verb** …' after '**You will be able to**', "
            f"has {len(found)}"
        )
    for label, word in (("You need first", ""), ("Data and licence", "licence")):
        paragraph = re.search(rf"\*\*{label}:\*\*(.+?)(\n\n|$)", text, re.S)
        if not paragraph or len(paragraph[1].split()) < 5 or word not in paragraph[1]:
            problems.append(f"needs a paragraph '**{label}:** …'")
    return problems


def time_problems(nb, chapter):
    """Minutes of every numbered section and of the quiz, and their sum."""
    text = body(nb, "Before you start")
    rows = re.findall(r"^\| ([^*|]+?) \| (\d+) \|$", text, flags=re.M)
    total = re.search(r"^\| \*\*In all\*\* \| \*\*(\d+)\*\* \|$", text, flags=re.M)
    if not rows or not total:
        return ["needs the table of minutes with the row '| **In all** | **…** |'"]
    problems = []
    numbered = [h for h, _ in sections(nb) if re.match(r"\d+\. ", h)]
    if [name for name, _ in rows] != [*numbered, "Quiz and summary"]:
        problems.append(
            f"the table of minutes lists {[n for n, _ in rows]}, the sections are "
            f"{numbered}, and 'Quiz and summary' comes last"
        )
    if [int(h.split(".")[0]) for h in numbered] != list(range(1, len(numbered) + 1)):
        problems.append("sections must be numbered from 1 without gaps")
    if sum(int(minutes) for _, minutes in rows) != int(total[1]):
        problems.append(f"the minutes do not add up to {total[1]}")
    return problems


def closing_problems(nb, chapter):
    headings = [heading for heading, _ in sections(nb)]
    if headings[-4:] != CLOSING:
        return [f"must end with the sections {CLOSING}; ends with {headings[-4:]}"]
    problems = [
        f"section '{heading}' needs at least {least} points"
        for heading, least in (("Summary", 3), (CLOSING[2], 2), (CLOSING[3], 2))
        if len(re.findall(r"^- ", body(nb, heading), flags=re.M)) < least
    ]
    if "[notation and glossary](00_start_here.ipynb#Notation)" not in re.sub(
        r"\s+", " ", prose(nb)
    ) and not chapter.startswith("00"):
        problems.append(
            "needs the link [notation and glossary](00_start_here.ipynb#Notation)"
        )
    return problems


# What stands in it


def prediction_problems(nb, chapter):
    """A question before each widget, and after the one before."""
    problems, asked = [], False
    for i, cell in enumerate(nb.cells):
        if cell.cell_type == "markdown":
            asked |= bool(
                re.search(r"^> \*\*Predict first\.\*\* .+", cell.source, re.M)
            )
        elif WIDGETS.search(cell.source):
            if not asked:
                problems.append(
                    f"cell {i + 1} makes a widget: ask '> **Predict first.** …' before"
                )
            asked = False
    return problems


def exercise_problems(nb, chapter):
    """Every exercise stands under a heading that says core or optional."""
    problems, heading, core = [], "", 0
    for i, cell in enumerate(nb.cells):
        if cell.cell_type == "markdown":
            found = re.findall(r"^#+ .+$", cell.source, flags=re.M)
            heading = found[-1] if found else heading
        elif "exercise" in cell.metadata.get("tags", []):
            mark = TURN.match(heading)
            if not mark:
                problems.append(
                    f"cell {i + 1} is an exercise: it needs a heading "
                    f"'### Your turn: … (core)' or '(optional)', not {heading!r}"
                )
            else:
                core += mark[1] == "core"
    return problems if core else [*problems, "has no core exercise"]


def quiz_problems(nb, chapter):
    """3-5 questions; one right option each; a reason for every option."""
    text = "\n\n" + body(nb, "Quiz") + "\n"
    parts = re.split(r"\n\n\*\*Question (\d+)\.\*\* ", text)
    numbers, questions = parts[1::2], parts[2::2]
    problems, right = [], []
    if not 3 <= len(questions) <= 5:
        problems.append(f"the quiz needs 3-5 questions, has {len(questions)}")
    if numbers != [str(n + 1) for n in range(len(numbers))]:
        problems.append(f"quiz questions are numbered {numbers}")
    for number, question in zip(numbers, questions, strict=True):
        options, where = OPTION.findall(question), f"question {number}"
        if len(options) != question.count("<details") or len(options) < 2:
            problems.append(
                f"{where}: every option must read '<details><summary>A. …</summary>', "
                "empty line, '**Right.** …' or '**Wrong.** …', empty line, '</details>'"
            )
        letters = "".join(option[0] for option in options)
        if not "ABCDEFGH".startswith(letters):
            problems.append(f"{where}: options are lettered {letters}")
        hits = [option[0] for option in options if option[2] == "Right"]
        if len(hits) != 1:
            problems.append(f"{where}: {len(hits)} options are right, not one")
        right += hits
        for letter, label, _, reason in options:
            if len(reason.split()) < REASON_WORDS:
                problems.append(f"{where}, {letter}: gives no reason")
            if re.search(r"\*\*|`", label) or re.search(r"\$[^$]*[<>][^$]*\$", label):
                problems.append(
                    f"{where}, {letter}: a summary is HTML: no ** or `, and \\lt, \\gt "
                    "in formulas"
                )
    if len(right) > 2 and len(set(right)) == 1:
        problems.append(f"the right option is always {right[0]}")
    return problems


def code_problems(nb, chapter):
    """Short lines, no helpers, no absolute paths, downloads only in guarded cells."""
    problems = []
    for i, cell in enumerate(nb.cells):
        if cell.cell_type != "code":
            continue
        where, tags = f"cell {i + 1}", cell.metadata.get("tags", [])
        for line in cell.source.splitlines():
            if len(line) > LINE:
                problems.append(
                    f"{where}: a line of {len(line)} characters: {line[:40]}"
                )
        if cell.source.rstrip().endswith(";"):
            problems.append(f"{where}: ';' hides no output, write '_ ='")
        if re.search(r"""["'](/\w|[A-Za-z]:[\\/]|~/)""", cell.source):
            problems.append(f"{where}: has an absolute path")
        if bool(DOWNLOAD.search(cell.source)) != ("guarded" in tags):
            problems.append(
                f"{where}: what downloads, and only that, is tagged guarded"
            )
        problems += [f"{where}: {p}" for p in _definition_problems(cell.source, tags)]
    return problems


def _definition_problems(source, tags):
    tree = ast.parse(re.sub(r"^(\s*)[%!]", r"\1# ", source, flags=re.M))
    defined = [n for n in tree.body if isinstance(n, (ast.FunctionDef, ast.ClassDef))]
    allowed = 1 if "exercise" in tags else 0
    if len(defined) > allowed:
        names = ", ".join(n.name for n in defined)
        return [f"defines {names}: course_lib owns the helpers"]
    classes = [n for n in ast.walk(tree) if isinstance(n, ast.ClassDef)]
    if any(n not in defined for n in classes):
        return ["defines a class: course_lib owns them"]
    named = [n.value for n in ast.walk(tree) if isinstance(n, ast.Assign)]
    if any(isinstance(value, ast.Lambda) for value in named):
        return ["gives a lambda a name: course_lib owns the helpers"]
    return []


def image_problems(nb, chapter=""):
    """Alt text of pictures in the text and, in an executed notebook, in the outputs."""
    problems = []
    for i, cell in enumerate(nb.cells):
        where = f"cell {i + 1}"
        if cell.cell_type == "markdown":
            problems += [f"{where}: {p}" for p in _text_image_problems(cell.source)]
        for output in cell.get("outputs", []):
            data, metadata = output.get("data", {}), output.get("metadata", {})
            for kind in data:
                alt = metadata.get(kind, {}).get("alt", "")
                if kind.startswith("image/") and len(alt) < ALT_CHARACTERS:
                    problems.append(f"{where}: figure without alt text; figures.show")
            page = "".join(data.get("text/html", ""))
            problems += [f"{where}: {p}" for p in _text_image_problems(page)]
    return problems


def _text_image_problems(text):
    problems = []
    for alt in re.findall(r"!\[([^\]]*)\]\(", text):
        if len(alt) < ALT_CHARACTERS:
            problems.append(f"image with alt text {alt!r}")
    for tag in re.findall(r"<img\b[^>]*>", text):
        alt = re.search(r'\balt="([^"]*)"', tag)
        if not alt or len(alt[1]) < ALT_CHARACTERS:
            problems.append("<img> without alt text")
    return problems


def digit_problems(nb):
    """Decimals with more than 3 significant digits: other machines print others."""
    problems = []
    for i, cell in enumerate(nb.cells):
        if cell.cell_type != "code" or ".check(" in cell.source:
            continue
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if "text/html" in data:  # words about a figure, or a table
                continue
            text = output.get("text", "") + data.get("text/plain", "")
            for number in re.findall(r"(?<![\d.])\d+\.\d+(?![\d.])", text):
                if len(number.replace(".", "").strip("0")) > 3:
                    problems.append(f"cell {i + 1} prints {number}")
    return problems


SOURCE_RULES = [
    title_problems,
    opening_problems,
    time_problems,
    closing_problems,
    prediction_problems,
    exercise_problems,
    quiz_problems,
    code_problems,
    image_problems,
]
