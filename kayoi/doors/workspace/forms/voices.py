"""A line that is taken over from what a mover said."""

from django import forms


class LineForm(forms.Form):
    """The line as it will stand on the sheet."""

    line = forms.CharField(
        label="ひとことに書き足す文",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="だれの話か分かる言葉は、ここで直してから書き足します。",
    )
