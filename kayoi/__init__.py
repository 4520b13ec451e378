"""Kayoi (通い): the platform for 移住・定住 / 二地域居住 / 関係人口 programmes."""
