"""How the digit net's slots are composed and the net is trained; not part of the product."""
