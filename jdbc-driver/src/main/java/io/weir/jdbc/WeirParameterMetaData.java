package io.weir.jdbc;

import io.weir.jdbc.defaults.Unwrapping;
import io.weir.jdbc.error.SqlErrors;
import io.weir.jdbc.value.JdbcTypes;
import java.sql.ParameterMetaData;
import java.sql.SQLException;
import java.util.List;
import org.apache.calcite.avatica.AvaticaParameter;

/** The parameters of a prepared statement, as the server derived them. */
final class WeirParameterMetaData implements ParameterMetaData, Unwrapping {
    private final List<AvaticaParameter> parameters;

    WeirParameterMetaData(List<AvaticaParameter> parameters) {
        this.parameters = parameters;
    }

    private AvaticaParameter parameter(int index) throws SQLException {
        if (index < 1 || index > parameters.size()) {
            throw SqlErrors.create(
                    SqlErrors.WRONG_ARGUMENT, "parameter " + index + " of a statement with " + parameters.size());
        }
        return parameters.get(index - 1);
    }

    @Override
    public int getParameterCount() {
        return parameters.size();
    }

    @Override
    public int isNullable(int index) throws SQLException {
        parameter(index);
        return parameterNullableUnknown;
    }

    @Override
    public boolean isSigned(int index) throws SQLException {
        return parameter(index).signed;
    }

    @Override
    public int getPrecision(int index) throws SQLException {
        return parameter(index).precision;
    }

    @Override
    public int getScale(int index) throws SQLException {
        return parameter(index).scale;
    }

    @Override
    public int getParameterType(int index) throws SQLException {
        return parameter(index).parameterType;
    }

    @Override
    public String getParameterTypeName(int index) throws SQLException {
        return parameter(index).typeName;
    }

    @Override
    public String getParameterClassName(int index) throws SQLException {
        return JdbcTypes.jdbcClass(parameter(index).parameterType).getName();
    }

    @Override
    public int getParameterMode(int index) throws SQLException {
        parameter(index);
        return parameterModeIn;
    }
}
