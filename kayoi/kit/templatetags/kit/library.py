"""The one library that the modules beside register their tags with."""

from django.template import Library

tags = Library()
