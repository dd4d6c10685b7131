"""Classroom 50's autograder: put it at CLASSROOM/autograders/ASSIGNMENT/autograder.py, with an `exercises.txt`
beside it. The assignment's `runtime` names the image that is built from the Containerfile, or installs Rust;
WORKSHOP is where the grader's command is.

It ends with a status other than 0 if the grader could not do its work. Classroom 50 then says so, and scores
nothing.
"""

import datetime
import json
import os
import subprocess
import tempfile
from pathlib import Path

WORKSHOP = os.environ.get("WORKSHOP", "/workshop/target/release/workshop")
HERE = Path(__file__).parent


def graded(checkout: Path, exercises: list[str]) -> dict:
    """What the grader says of the student's checkout. It sees files there, and runs none of its scripts."""
    with tempfile.TemporaryDirectory() as out:
        command = [WORKSHOP, "grade", checkout, "--student", "student", "--out", out]
        command += ["--exercises", ",".join(exercises), "--format", "classroom50"]
        subprocess.run(command, check=True)
        return json.loads(Path(out, "classroom50", "student", "result.json").read_text())


def main() -> None:
    exercises = (HERE / "exercises.txt").read_text().split()
    result = graded(Path.cwd(), exercises)
    now = datetime.datetime.now(datetime.timezone.utc)
    result |= {
        "classroom": os.environ["CLASSROOM"],
        "assignment": os.environ["ASSIGNMENT"],
        "submission": os.environ["SUBMISSION_TAG"],
        "commit": os.environ["COMMIT_URL"],
        "release": os.environ["RELEASE_URL"],
        "review": os.environ.get("REVIEW_URL") or os.environ["COMMIT_URL"],
        "datetime": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    Path("result.json").write_text(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
