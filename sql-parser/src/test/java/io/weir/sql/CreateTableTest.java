package io.weir.sql;

import static io.weir.sql.Parsing.printed;
import static io.weir.sql.Parsing.roundTrip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.weir.sql.statement.SqlComputedColumn;
import io.weir.sql.statement.SqlCreateTable;
import io.weir.sql.statement.SqlMetadataColumn;
import io.weir.sql.statement.SqlPrimaryKey;
import io.weir.sql.statement.SqlRegularColumn;
import io.weir.sql.statement.SqlTableColumn;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CreateTableTest {
    @Test
    void printsATableAsPeopleWriteIt() {
        assertThat(printed("""
                create table bids (auction bigint not null, bidder bigint, price bigint default 0 comment 'in cents',
                    total as price * 2, ts timestamp(3) metadata from 'timestamp' virtual,
                    primary key (auction) not enforced,
                    watermark for ts as ts - interval '4' second)
                comment 'all bids' partitioned by (auction, bidder)
                with ('connector' = 'kafka', 'topic' = 'bids')""")).isEqualTo("""
                CREATE TABLE bids (
                  auction BIGINT NOT NULL,
                  bidder BIGINT,
                  price BIGINT DEFAULT 0 COMMENT 'in cents',
                  total AS price * 2,
                  ts TIMESTAMP(3) METADATA FROM 'timestamp' VIRTUAL,
                  PRIMARY KEY (auction) NOT ENFORCED,
                  WATERMARK FOR ts AS ts - INTERVAL '4' SECOND
                )
                COMMENT 'all bids'
                PARTITIONED BY (auction, bidder)
                WITH (
                  'connector' = 'kafka',
                  'topic' = 'bids'
                )""");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BOOLEAN | BOOLEAN",
                "TINYINT | TINYINT",
                "SMALLINT | SMALLINT",
                "INT | INTEGER",
                "INTEGER | INTEGER",
                "BIGINT | BIGINT",
                "REAL | REAL",
                "FLOAT | FLOAT",
                "DOUBLE | DOUBLE",
                "DOUBLE PRECISION | DOUBLE",
                "DECIMAL | DECIMAL",
                "DECIMAL(38, 18) | DECIMAL(38, 18)",
                "NUMERIC(10) | DECIMAL(10)",
                "CHAR(3) | CHAR(3)",
                "VARCHAR | VARCHAR",
                "VARCHAR(20) | VARCHAR(20)",
                "STRING | VARCHAR",
                "BINARY(4) | BINARY(4)",
                "VARBINARY(4) | VARBINARY(4)",
                "BYTES | VARBINARY",
                "DATE | DATE",
                "TIME | TIME",
                "TIME(3) | TIME(3)",
                "TIMESTAMP | TIMESTAMP",
                "TIMESTAMP(6) | TIMESTAMP(6)",
                "TIMESTAMP_LTZ | TIMESTAMP WITH LOCAL TIME ZONE",
                "TIMESTAMP_LTZ(3) | TIMESTAMP(3) WITH LOCAL TIME ZONE",
                "TIMESTAMP(3) WITH LOCAL TIME ZONE | TIMESTAMP(3) WITH LOCAL TIME ZONE",
                "INTERVAL DAY TO SECOND(3) | INTERVAL DAY TO SECOND(3)",
                "INTERVAL YEAR TO MONTH | INTERVAL YEAR TO MONTH",
                "INTERVAL HOUR | INTERVAL HOUR",
                "ARRAY<INT> | ARRAY<INTEGER>",
                "ARRAY<INT NOT NULL> | ARRAY<INTEGER NOT NULL>",
                "INT ARRAY | INTEGER ARRAY",
                "ARRAY<ARRAY<STRING>> | ARRAY<ARRAY<VARCHAR>>",
                "MAP<STRING, BIGINT> | MAP<VARCHAR, BIGINT>",
                "MAP<STRING NOT NULL, ROW<a INT>> | MAP<VARCHAR NOT NULL, ROW<a INTEGER>>",
                "ROW<a INT, b STRING NOT NULL> | ROW<a INTEGER, b VARCHAR NOT NULL>",
                "ROW(a INT, b STRING) | ROW<a INTEGER, b VARCHAR>",
                "ROW<a INTERVAL DAY, \"order\" ARRAY<INT>> | ROW<a INTERVAL DAY, \"order\" ARRAY<INTEGER>>",
                "UUID | UUID",
            })
    void readsEveryType(String written, String printed) {
        SqlCreateTable table = roundTrip(SqlCreateTable.class, "CREATE TABLE t (c " + written + " NOT NULL)");
        SqlRegularColumn column = (SqlRegularColumn) table.columns().get(0);
        assertThat(StatementPrinter.print(column)).isEqualTo("c " + printed + " NOT NULL");
        assertThat(column.type().getNullable()).isFalse();
    }

    @Test
    void columnsAreNullableUnlessTheySayOtherwise() {
        var table = roundTrip(SqlCreateTable.class, "CREATE TABLE t (a INT, b INT NULL, c INT NOT NULL)");
        assertThat(table.columns())
                .extracting(column -> ((SqlRegularColumn) column).type().getNullable())
                .containsExactly(true, true, false);
    }

    @Test
    void attributesOfAColumnComeInAnyOrder() {
        var table = roundTrip(
                SqlCreateTable.class,
                "CREATE TABLE t (a INT COMMENT 'x' DEFAULT 1 + 2 NOT NULL PRIMARY KEY NOT ENFORCED)");
        var column = (SqlRegularColumn) table.columns().get(0);
        assertThat(column.comment()).isEqualTo("x");
        assertThat(column.defaultValue()).hasToString("1 + 2");
        assertThat(column.type().getNullable()).isFalse();
        assertThat(table.primaryKey().columns()).hasToString("`a`");
        assertThat(table.primaryKey().isEnforced()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a INT PRIMARY KEY, b INT",
                "a INT, b INT, PRIMARY KEY (a)",
                "a INT, b INT, PRIMARY KEY (a) ENFORCED",
                "a INT, CONSTRAINT pk PRIMARY KEY (a), b INT"
            })
    void aKeyIsDeclaredWithItsColumnOrApart(String elements) {
        SqlPrimaryKey key = roundTrip(SqlCreateTable.class, "CREATE TABLE t (" + elements + ")")
                .primaryKey();
        assertThat(key.columns().get(0)).hasToString("a");
        assertThat(key.isEnforced()).isTrue();
    }

    @Test
    void metadataColumnsAreNamedByTheColumnUnlessFromSaysOtherwise() {
        var table = roundTrip(
                SqlCreateTable.class,
                "CREATE TABLE t (headers MAP<STRING, BYTES> METADATA, o BIGINT NOT NULL METADATA FROM 'offset' VIRTUAL)");
        assertThat(table.columns()).hasSize(2).allMatch(SqlMetadataColumn.class::isInstance);
        var headers = (SqlMetadataColumn) table.columns().get(0);
        assertThat(headers.key()).isEqualTo("headers");
        assertThat(headers.isVirtual()).isFalse();
        var offset = (SqlMetadataColumn) table.columns().get(1);
        assertThat(offset.key()).isEqualTo("offset");
        assertThat(offset.isVirtual()).isTrue();
        assertThat(offset.type().getNullable()).isFalse();
    }

    @Test
    void computedColumnsHaveAnExpression() {
        var table =
                roundTrip(SqlCreateTable.class, "CREATE TABLE t (a INT, b AS a + 1 COMMENT 'next', now AS PROCTIME())");
        var computed = (SqlComputedColumn) table.columns().get(1);
        assertThat(computed.expression()).hasToString("`a` + 1");
        assertThat(computed.comment()).isEqualTo("next");
    }

    @Test
    void watermarkMayBeOnAFieldAndKeywordsStayNames() {
        var table = roundTrip(
                SqlCreateTable.class,
                "CREATE TABLE t (watermark INT, comment STRING, metadata INT, job INT, r ROW<ts TIMESTAMP(3)>,"
                        + " WATERMARK FOR r.ts AS r.ts)");
        assertThat(table.watermark().column().names).containsExactly("r", "ts");
        assertThat(table.columns())
                .extracting(SqlTableColumn::name)
                .extracting(Object::toString)
                .containsExactly("watermark", "comment", "metadata", "job", "r");
    }

    @Test
    void optionKeysMayComeWithoutQuotes() {
        var table = roundTrip(
                SqlCreateTable.class,
                "CREATE TABLE t (a INT) WITH (connector = 'script', table.exec.min-pause = '1 s', 'x.y' = 'it''s')");
        assertThat(table.options())
                .containsExactly(
                        entry("connector", "script"), entry("table.exec.min-pause", "1 s"), entry("x.y", "it's"));
    }

    @Test
    void takesColumnsFromAnotherTableOrAQuery() {
        assertThat(roundTrip(SqlCreateTable.class, "CREATE TABLE t LIKE s").like())
                .hasToString("s");
        assertThat(roundTrip(SqlCreateTable.class, "CREATE TABLE t (x INT) WITH ('a' = 'b') LIKE c.s")
                        .like())
                .hasToString("c.s");
        var table = roundTrip(SqlCreateTable.class, "CREATE TABLE t WITH ('a' = 'b') AS SELECT a, b FROM s");
        assertThat(table.query()).isNotNull();
        assertThat(table.columns()).isEmpty();
        roundTrip(SqlCreateTable.class, "CREATE TABLE t (PRIMARY KEY (a)) AS SELECT a FROM s");
    }

    @Test
    void flagsAreKept() {
        assertThat(roundTrip(SqlCreateTable.class, "CREATE OR REPLACE TABLE t (a INT)")
                        .isReplace())
                .isTrue();
        assertThat(roundTrip(SqlCreateTable.class, "CREATE TEMPORARY TABLE t (a INT)")
                        .isTemporary())
                .isTrue();
        var table = roundTrip(SqlCreateTable.class, "CREATE TABLE IF NOT EXISTS a.b.t (a INT)");
        assertThat(table.isIfNotExists()).isTrue();
        assertThat(table.name().names).isEqualTo(List.of("a", "b", "t"));
        assertThat(roundTrip(SqlCreateTable.class, "CREATE TABLE if (a INT)").name())
                .hasToString("if");
    }
}
