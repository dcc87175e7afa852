package io.weir.sqltests.cases;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A case as its file has it.
 *
 * @param tables each with {@code name}, {@code cols} and, if it has event time, {@code watermark}
 * @param events in order of arrival
 * @param expected the rows of the result, in any order
 */
record StreamingCase(String id, JsonNode tables, String select, List<Event> events, JsonNode expected) {
    /** A row that comes or goes. */
    record Event(String table, boolean isInsertion, JsonNode row) {}

    /** @param dataSet rows by table, for cases without events of their own */
    static StreamingCase of(JsonNode line, JsonNode dataSet) {
        List<Event> events = new ArrayList<>();
        for (JsonNode event : line.get("events")) {
            events.add(new Event(event.get(0).asText(), event.get(1).asInt() > 0, event.get(2)));
        }
        if (line.has("dataset")) {
            for (JsonNode table : line.get("tables")) {
                String name = table.get("name").asText();
                dataSet.get(name)
                        .forEach(
                                event -> events.add(new Event(name, event.get(0).asInt() > 0, event.get(1))));
            }
        }
        return new StreamingCase(
                line.get("id").asText(),
                line.get("tables"),
                line.get("select").asText(),
                events,
                line.get("expect").get("rows"));
    }

    boolean hasDeletions() {
        return events.stream().anyMatch(event -> !event.isInsertion());
    }

    @Override
    public String toString() {
        return id;
    }
}
