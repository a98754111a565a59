"""How the language model of the OCR engine is trained, written and judged; driven by ``bench/train_lm.py``."""
