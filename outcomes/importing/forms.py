"""The forms that take a block from a spreadsheet, and a workbook."""

from __future__ import annotations

from django import forms

from ehportal.forms import Form


class PasteForm(Form):
    """A block as a spreadsheet copies it; its tabs and line ends are kept."""

    block = forms.CharField(
        label="Paste the cells here",
        help_text=(
            "Copy them in Excel with Ctrl and C, and paste them with Ctrl and V. Nothing is saved "
            "until you have seen what goes where."
        ),
        strip=False,
        error_messages={"required": "Paste the cells you copied in Excel"},
        widget=forms.Textarea(
            attrs={"rows": 10, "class": "eh-paste", "spellcheck": "false", "wrap": "off"}
        ),
    )


class UploadForm(Form):
    """A filled-in workbook."""

    workbook = forms.FileField(
        label="Your filled-in workbook",
        help_text="An Excel workbook (.xlsx) made from this quarter’s template, smaller than 2 MB.",
        max_length=200,
        allow_empty_file=True,
        error_messages={
            "required": "Select the workbook you filled in",
            "missing": "Select the workbook you filled in",
            "max_length": "The name of the selected file must be 200 characters or fewer",
        },
    )
