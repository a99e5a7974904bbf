"""Events of the supply chain after EPCIS 2.0 and CBV 2.0: capture, query, error declarations."""
