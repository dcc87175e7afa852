package io.weir.jdbc.metadata;

import io.weir.jdbc.wire.DriverVersion;
import java.sql.DatabaseMetaData;

/** Who made it, and what it has beside SQL. */
public interface ProductFacts extends DatabaseMetaData {
    @Override
    default String getDatabaseProductName() {
        return "Weir";
    }

    @Override
    default String getDriverName() {
        return DriverVersion.NAME;
    }

    @Override
    default String getDriverVersion() {
        return DriverVersion.VERSION;
    }

    @Override
    default boolean allProceduresAreCallable() {
        return false;
    }

    @Override
    default boolean allTablesAreSelectable() {
        return true;
    }

    @Override
    default boolean supportsNamedParameters() {
        return false;
    }

    @Override
    default boolean supportsStatementPooling() {
        return false;
    }

    @Override
    default boolean supportsStoredFunctionsUsingCallSyntax() {
        return false;
    }

    @Override
    default boolean supportsStoredProcedures() {
        return false;
    }

    @Override
    default boolean usesLocalFilePerTable() {
        return false;
    }

    @Override
    default boolean usesLocalFiles() {
        return false;
    }

    @Override
    default int getDriverMajorVersion() {
        return DriverVersion.MAJOR;
    }

    @Override
    default int getDriverMinorVersion() {
        return DriverVersion.MINOR;
    }

    @Override
    default int getJDBCMajorVersion() {
        return 4;
    }

    @Override
    default int getJDBCMinorVersion() {
        return 3;
    }
}
