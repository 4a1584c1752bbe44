"""Words of a line for the search: English stems, and pairs of neighbouring Japanese letters.

Japanese has no blanks between words, and no server has a parser for it. Pairs of letters find any word of two
letters or more through an ordinary index, without the trigram extension, which an owner may not be let create.
"""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models

# One function of built-in parts only, so that a restored dump can compute the column again.
# PL/pgSQL keeps its plan from row to row; before PostgreSQL 18 a function in SQL would be planned anew for each. The
# planner takes the letters of a text for a million rows, for which a server with JIT would compile each time.
FUNCTION = """
CREATE FUNCTION tariff_words(description_en text, heading_en text, description_ja text, heading_ja text)
RETURNS tsvector LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET jit = off AS $$
DECLARE
    japanese text := normalize(description_ja || ' ' || heading_ja, NFKC);
    pairs text[];
BEGIN
    SELECT array_agg(DISTINCT letter || coalesce(next, '')) INTO pairs
      FROM (SELECT letter, lead(letter) OVER (PARTITION BY run ORDER BY place) AS next
              FROM regexp_split_to_table(japanese, '[^ぁ-ヿ㐀-鿿々〇]+') WITH ORDINALITY AS runs (letters, run),
                   string_to_table(letters, NULL) WITH ORDINALITY AS places (letter, place)) AS neighbours;
    RETURN setweight(to_tsvector('pg_catalog.english', description_en), 'A')
        || setweight(to_tsvector('pg_catalog.english', regexp_replace(japanese, '[^ -~]+', ' ', 'g')), 'B')
        || setweight(to_tsvector('pg_catalog.english', heading_en), 'C')
        || array_to_tsvector(coalesce(pairs, '{}'));
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("tariff", "0004_recorded")]

    operations = [
        migrations.RemoveIndex(
            model_name="commodity",
            name="commodity_words",
        ),
        migrations.RunSQL(FUNCTION, "DROP FUNCTION tariff_words;"),
        migrations.AddField(
            model_name="commodity",
            name="words",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func(
                    "description_en", "heading_en", "description_ja", "heading_ja", function="tariff_words"
                ),
                help_text="English word stems, and pairs of neighbouring Japanese letters, for the search.",
                output_field=django.contrib.postgres.search.SearchVectorField(),
            ),
        ),
        migrations.AddIndex(
            model_name="commodity",
            index=django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=["words"], name="commodity_words"),
        ),
    ]
