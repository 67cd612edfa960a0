import subprocess
import sys


def test_what_the_web_may_import_loads_no_learning_library():
    light = "classifier, classifier.prediction, classifier.model_store, classifier.destinations, classifier.danger"
    heavy = "torch", "sentence_transformers", "sklearn", "transformers"
    program = f"import sys, {light}; sys.exit(bool(set({heavy!r}) & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
