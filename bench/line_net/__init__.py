"""Fine-tuning of the line-reading network; run through bench/train_net.py, never imported by the product."""
