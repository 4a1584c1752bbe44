"""A query over the Parquet files by the engines that read them: the rows, in their order."""

import importlib.util
import shutil
from pathlib import Path
from typing import Any

import duckdb

TABLES = ("import_declaration", "export_declaration")
HAS_SPARK = importlib.util.find_spec("pyspark") is not None and shutil.which("java") is not None


def by_duckdb(folder: Path, query: str) -> list[tuple[Any, ...]]:
    """By DuckDB, on one machine."""
    with duckdb.connect() as session:
        session.execute("SET TimeZone = 'UTC'")
        for name in TABLES:
            files = folder / name / "*" / "*.parquet"
            session.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{files}', hive_partitioning = true)")
        return session.execute(query).fetchall()


def by_spark(folder: Path, query: str) -> list[tuple[Any, ...]]:
    """By Spark, which here has this machine's two cores and may have many machines."""
    with spark() as session:
        return asked_by_spark(session, folder, query)


def spark() -> Any:
    """A session of Spark on two cores, quiet, without its page."""
    from pyspark.sql import SparkSession  # an extra

    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.shuffle.partitions": "4",
        "spark.sql.sources.partitionColumnTypeInference.enabled": "false",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
    }
    building = SparkSession.builder.master("local[2]").appName("statistics").config(map=settings)
    session = building.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


def asked_by_spark(session: Any, folder: Path, query: str) -> list[tuple[Any, ...]]:
    """The rows of a query over the views of both tables."""
    for name in TABLES:
        session.read.parquet(str(folder / name)).createOrReplaceTempView(name)
    return [tuple(row) for row in session.sql(query).collect()]
