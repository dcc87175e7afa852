package io.weir.jdbc.wire;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.apache.calcite.avatica.ColumnMetaData;
import org.apache.calcite.avatica.remote.JsonService;

/**
 * How the type of a ROW is read: an object with its columns. That is how Avatica writes it, but as its constructor has
 * one argument without a name, it would read a list and so cannot read what it wrote.
 */
@JsonIgnoreProperties(
        value = {"id", "name", "rep"}, // fixed, and written nevertheless
        allowGetters = true)
abstract class RowTypeForm {
    @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
    RowTypeForm(@JsonProperty("columns") List<ColumnMetaData> columns) {}

    /** To be called before the first answer is read. */
    static void register() {
        JsonService.MAPPER.addMixIn(ColumnMetaData.StructType.class, RowTypeForm.class);
    }
}
