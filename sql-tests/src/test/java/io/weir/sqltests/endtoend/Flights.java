package io.weir.sqltests.endtoend;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The flights job: real flights through Kafka, by airport and hour, joined with the airports. */
final class Flights {
    static final Path FLIGHTS = Path.of("src/test/resources/data/flights.jsonl").toAbsolutePath();
    static final Path AIRPORTS = Path.of("src/test/resources/data/airports.csv").toAbsolutePath();
    static final int PARTITIONS = 4;

    /** Far behind all flights: moves event time on so that every real window is complete. */
    private static final String SENTINEL =
            "{\"date\":\"2031/01/01 00:00\",\"delay\":0,\"distance\":0,\"origin\":\"---\",\"destination\":\"---\"}";

    private Flights() {}

    static List<String> lines() throws IOException {
        return Files.readAllLines(FLIGHTS);
    }

    /** Sends flights, partition by origin so that order by airport is kept. */
    static void produce(String brokers, String topic, List<String> lines) {
        try (KafkaProducer<byte[], byte[]> producer = producer(brokers)) {
            for (String line : lines) {
                String origin = line.substring(line.indexOf("\"origin\":\"") + 10, line.indexOf("\"origin\":\"") + 13);
                int partition = Math.floorMod(origin.hashCode(), PARTITIONS);
                var unused = producer.send(
                        new ProducerRecord<>(topic, partition, null, line.getBytes(StandardCharsets.UTF_8)));
            }
            producer.flush();
        }
    }

    /** Ends event time in every partition. */
    static void produceEnd(String brokers, String topic) {
        try (KafkaProducer<byte[], byte[]> producer = producer(brokers)) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                var unused = producer.send(
                        new ProducerRecord<>(topic, partition, null, SENTINEL.getBytes(StandardCharsets.UTF_8)));
            }
            producer.flush();
        }
    }

    private static KafkaProducer<byte[], byte[]> producer(String brokers) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", brokers, "delivery.timeout.ms", "120000", "acks", "all"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** The tables of the job. {@code watermarkDelay} is an interval, such as {@code INTERVAL '0' SECOND}. */
    static List<String> tables(String brokers, String eventTime, String watermarkDelay) {
        return List.of(
                """
                CREATE TABLE flights (
                  `date` STRING, delay INT, distance INT, origin STRING, destination STRING,
                  ts AS %s,
                  WATERMARK FOR ts AS ts - %s
                ) WITH ('connector' = 'kafka', 'topic' = 'flights', 'properties.bootstrap.servers' = '%s', 'format' = 'json')""".formatted(eventTime, watermarkDelay, brokers), """
                CREATE TABLE airports (
                  iata STRING, name STRING, city STRING, state STRING, country STRING, latitude DOUBLE, longitude DOUBLE
                ) WITH ('connector' = 'filesystem', 'path' = '%s', 'format' = 'csv', 'csv.header' = 'true')""".formatted(AIRPORTS), """
                CREATE TABLE delays (
                  state STRING, iata STRING, name STRING, city STRING, departure_hour TIMESTAMP(3),
                  flights BIGINT, mean_delay DOUBLE, max_delay INT
                ) WITH ('connector' = 'kafka', 'topic' = 'delays', 'properties.bootstrap.servers' = '%s', 'format' = 'json')""".formatted(brokers));
    }

    static final String INSERT = """
            INSERT INTO delays
            SELECT a.state, a.iata, a.name, a.city, w.window_start, w.flights, w.mean_delay, w.max_delay
            FROM (SELECT origin, window_start, COUNT(*) AS flights, AVG(CAST(delay AS DOUBLE)) AS mean_delay, MAX(delay) AS max_delay
                  FROM TABLE(TUMBLE(TABLE flights, DESCRIPTOR(ts), INTERVAL '1' HOUR))
                  GROUP BY origin, window_start, window_end) w
            JOIN airports a ON w.origin = a.iata""";

    /** The rows that the job must write, as {@code state|iata|name|city|hour|flights|mean|max}, sorted; computed by DuckDB from the files. */
    static List<String> expected(String hourOf) throws SQLException {
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement();
                ResultSet rows = statement.executeQuery("""
                        SELECT a.state, a.iata, a.name, a.city, strftime(hour, '%%Y-%%m-%%d %%H:%%M:%%S') AS h, n, printf('%%.6f', mean), max_delay
                        FROM (SELECT origin, date_trunc('hour', %s) AS hour, count(*) AS n, avg(delay) AS mean, max(delay) AS max_delay
                              FROM read_json('%s', format = 'newline_delimited',
                                             columns = {date: 'VARCHAR', delay: 'INTEGER', origin: 'VARCHAR'})
                              GROUP BY 1, 2) f
                        JOIN read_csv('%s', header = true, all_varchar = true) a ON a.iata = f.origin""".formatted(hourOf, FLIGHTS, AIRPORTS))) {
            List<String> expected = new ArrayList<>();
            while (rows.next()) {
                List<String> values = new ArrayList<>();
                for (int column = 1; column <= 8; column++) {
                    values.add(rows.getString(column));
                }
                expected.add(String.join("|", values));
            }
            expected.sort(null);
            return expected;
        }
    }
}
