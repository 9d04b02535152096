"""Tests that drive a real Chromium: JupyterLab, the notebooks and every widget."""
