package io.weir.sqltests.endtoend;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * What the flights job computes: per origin state and per hour of departure, the number of flights, their mean and
 * greatest delay, joined with name and city of the airports that they left from. Departure is the event time.
 */
enum FlightsQuery {
    /** As planned: in order. */
    SCHEDULED("TO_TIMESTAMP(`date`, 'yyyy/MM/dd HH:mm')", "INTERVAL '0' SECOND", "strptime(date, '%Y/%m/%d %H:%M')"),
    /** As flown: out of order by up to 523 minutes, which the watermark covers. */
    ACTUAL(
            "TIMESTAMPADD(MINUTE, delay, TO_TIMESTAMP(`date`, 'yyyy/MM/dd HH:mm'))",
            "INTERVAL '9' HOUR",
            "strptime(date, '%Y/%m/%d %H:%M') + to_minutes(delay::BIGINT)");

    private static final String INSERT = """
            INSERT INTO delays
            SELECT s.state, a.iata, a.name, a.city, s.window_start, s.flights, s.mean_delay, s.max_delay
            FROM (SELECT state, window_start, window_end,
                         COUNT(*) AS flights, AVG(CAST(delay AS DOUBLE)) AS mean_delay, MAX(delay) AS max_delay
                  FROM TABLE(TUMBLE(TABLE departures, DESCRIPTOR(ts), INTERVAL '1' HOUR))
                  GROUP BY state, window_start, window_end) s
            JOIN (SELECT DISTINCT state, iata, name, city, window_start, window_end
                  FROM TABLE(TUMBLE(TABLE departures, DESCRIPTOR(ts), INTERVAL '1' HOUR))) a
            ON s.state = a.state AND s.window_start = a.window_start AND s.window_end = a.window_end""";

    private static final String BATCH = """
            WITH departures AS (
              SELECT a.state, a.iata, a.name, a.city, f.delay, date_trunc('hour', f.ts) AS hour
              FROM (SELECT *, %s AS ts
                    FROM read_json('%s', format = 'newline_delimited',
                                   columns = {date: 'VARCHAR', delay: 'INTEGER', origin: 'VARCHAR'})) f
              JOIN read_csv('%s', header = true, all_varchar = true) a ON a.iata = f.origin),
            states AS (
              SELECT state, hour, count(*) AS flights, avg(delay) AS mean_delay, max(delay) AS max_delay
              FROM departures GROUP BY state, hour),
            airports AS (SELECT DISTINCT state, iata, name, city, hour FROM departures)
            SELECT state, iata, name, city, strftime(hour, '%%Y-%%m-%%d %%H:%%M:%%S'),
                   flights, printf('%%.6f', mean_delay), max_delay
            FROM states JOIN airports USING (state, hour)""";

    private final String eventTime;
    private final String watermarkDelay;
    private final String eventTimeInDuckDb;

    FlightsQuery(String eventTime, String watermarkDelay, String eventTimeInDuckDb) {
        this.eventTime = eventTime;
        this.watermarkDelay = watermarkDelay;
        this.eventTimeInDuckDb = eventTimeInDuckDb;
    }

    /** The statements that make the tables, the view and the job {@code flight_delays}. */
    List<String> statements(String brokers, String flights, String delays, String checkpoints) {
        return List.of(
                """
                CREATE TABLE flights (
                  `date` STRING, delay INT, distance INT, origin STRING, destination STRING,
                  ts AS %s,
                  WATERMARK FOR ts AS ts - %s
                ) WITH ('connector' = 'kafka', 'topic' = '%s', 'properties.bootstrap.servers' = '%s', 'format' = 'json')""".formatted(eventTime, watermarkDelay, flights, brokers),
                """
                CREATE TABLE airports (
                  iata STRING, name STRING, city STRING, state STRING, country STRING, latitude DOUBLE, longitude DOUBLE
                ) WITH ('connector' = 'filesystem', 'path' = '%s', 'format' = 'csv', 'csv.header' = 'true')""".formatted(Flights.AIRPORTS),
                """
                CREATE VIEW departures AS
                SELECT f.ts, f.delay, a.iata, a.name, a.city, a.state FROM flights f JOIN airports a ON f.origin = a.iata""",
                """
                CREATE TABLE delays (
                  state STRING, iata STRING, name STRING, city STRING, departure_hour TIMESTAMP(3),
                  flights BIGINT, mean_delay DOUBLE, max_delay INT
                ) WITH ('connector' = 'kafka', 'topic' = '%s', 'properties.bootstrap.servers' = '%s', 'format' = 'json')""".formatted(delays, brokers),
                """
                CREATE JOB flight_delays WITH (
                  'execution.checkpointing.interval' = '1 s',
                  'execution.checkpointing.dir' = '%s',
                  'state.backend.type' = 'rocksdb',
                  'restart-strategy.type' = 'fixed-delay',
                  'restart-strategy.fixed-delay.attempts' = '1000',
                  'restart-strategy.fixed-delay.delay' = '500 ms',
                  'parallelism.default' = '2'
                ) AS %s""".formatted(checkpoints, INSERT));
    }

    /**
     * The rows that the job must write, as {@code state|iata|name|city|hour|flights|mean|max}, sorted; computed by
     * DuckDB from the files.
     */
    List<String> expected() throws SQLException {
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement();
                ResultSet rows =
                        statement.executeQuery(BATCH.formatted(eventTimeInDuckDb, Flights.FLIGHTS, Flights.AIRPORTS))) {
            List<String> expected = new ArrayList<>();
            while (rows.next()) {
                List<String> values = new ArrayList<>();
                for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                    values.add(rows.getString(column));
                }
                expected.add(String.join("|", values));
            }
            expected.sort(null);
            return expected;
        }
    }
}
