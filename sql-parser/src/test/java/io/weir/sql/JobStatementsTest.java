package io.weir.sql;

import static io.weir.sql.Parsing.printed;
import static io.weir.sql.Parsing.roundTrip;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.sql.statement.JobCommand;
import io.weir.sql.statement.ObjectKind;
import io.weir.sql.statement.RestoreKind;
import io.weir.sql.statement.SqlAlterJob;
import io.weir.sql.statement.SqlCreateJob;
import io.weir.sql.statement.SqlCreateSavepoint;
import io.weir.sql.statement.SqlDropObject;
import io.weir.sql.statement.SqlJobCommand;
import io.weir.sql.statement.SqlResetOptions;
import io.weir.sql.statement.SqlRestoreFrom;
import io.weir.sql.statement.SqlSetOptions;
import io.weir.sql.statement.SqlStopJob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JobStatementsTest {
    @Test
    void aJobIsAnInsertWithANameAndOptions() {
        var job = roundTrip(
                SqlCreateJob.class,
                "CREATE JOB IF NOT EXISTS hot WITH ('parallelism' = '4') AS INSERT INTO out SELECT a FROM bids");
        assertThat(job.name()).hasToString("hot");
        assertThat(job.isIfNotExists()).isTrue();
        assertThat(job.options()).containsEntry("parallelism", "4");
        assertThat(job.inserts()).hasSize(1);
        assertThat(job.restorePoint()).isNull();
    }

    @Test
    void aJobMayHaveSeveralInserts() {
        assertThat(
                        printed(
                                "create job j as begin insert into a select 1; insert into b(x) select case when y then 1 end from t; end"))
                .isEqualTo("""
                CREATE JOB j
                AS BEGIN
                INSERT INTO a
                SELECT 1;
                INSERT INTO b (x)
                SELECT CASE WHEN y THEN 1 ELSE NULL END
                  FROM t;
                END""");
        assertThat(roundTrip(
                                SqlCreateJob.class,
                                "CREATE JOB j AS BEGIN INSERT INTO a SELECT 1; INSERT INTO b SELECT 2 END")
                        .inserts())
                .hasSize(2);
        assertThat(roundTrip(SqlCreateJob.class, "CREATE JOB j AS BEGIN INSERT INTO a SELECT 1 END")
                        .inserts())
                .hasSize(1);
    }

    @Test
    void aJobMayStartFromASavepointOrCheckpoint() {
        var named = roundTrip(SqlCreateJob.class, "CREATE JOB j FROM SAVEPOINT s AS INSERT INTO a SELECT 1")
                .restorePoint();
        assertThat(named.kind()).isEqualTo(RestoreKind.SAVEPOINT);
        assertThat(named.name()).hasToString("s");
        assertThat(named.path()).isNull();
        var path = roundTrip(
                        SqlCreateJob.class,
                        "CREATE JOB j FROM SAVEPOINT 'hdfs://n/s' WITH ('a' = 'b') AS INSERT INTO a SELECT 1")
                .restorePoint();
        assertThat(path.path()).isEqualTo("hdfs://n/s");
        assertThat(path.name()).isNull();
        var checkpoint = roundTrip(
                        SqlCreateJob.class, "CREATE JOB j FROM CHECKPOINT 'hdfs://n/chk-7' AS INSERT INTO a SELECT 1")
                .restorePoint();
        assertThat(checkpoint.kind()).isEqualTo(RestoreKind.CHECKPOINT);
    }

    @Test
    void stopMayTakeASavepointAndDrain() {
        assertThat(roundTrip(SqlStopJob.class, "STOP JOB j").isWithSavepoint()).isFalse();
        assertThat(roundTrip(SqlStopJob.class, "STOP JOB j WITH SAVEPOINT").isWithSavepoint())
                .isTrue();
        assertThat(roundTrip(SqlStopJob.class, "STOP JOB j WITH SAVEPOINT s").savepointName())
                .hasToString("s");
        var stop = roundTrip(SqlStopJob.class, "STOP JOB IF EXISTS j WITH SAVEPOINT 'file:///tmp/s' WITH DRAIN");
        assertThat(stop.savepointPath()).isEqualTo("file:///tmp/s");
        assertThat(stop.savepointName()).isNull();
        assertThat(stop.isDrain()).isTrue();
        assertThat(stop.isIfExists()).isTrue();
        assertThat(roundTrip(SqlStopJob.class, "STOP JOB j WITH DRAIN").isDrain())
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(JobCommand.class)
    void alterTellsAJobWhatToDo(JobCommand command) {
        var alter = roundTrip(SqlAlterJob.class, "ALTER JOB j " + command);
        assertThat(((SqlJobCommand) alter.action()).command()).isEqualTo(command);
    }

    @Test
    void alterSetsAndResetsOptions() {
        var set = roundTrip(
                SqlAlterJob.class, "ALTER JOB j SET ('parallelism' = '4', execution.checkpointing.min-pause = '1 s')");
        assertThat(((SqlSetOptions) set.action()).options())
                .containsEntry("parallelism", "4")
                .containsEntry("execution.checkpointing.min-pause", "1 s");
        var reset = roundTrip(SqlAlterJob.class, "ALTER JOB IF EXISTS j RESET ('parallelism', x.y)");
        assertThat(((SqlResetOptions) reset.action()).keys()).containsExactly("parallelism", "x.y");
        assertThat(reset.isIfExists()).isTrue();
    }

    @Test
    void alterRestoresFromWhatTheJobHas() {
        assertThat(restore("RESTORE FROM SAVEPOINT s").point().name()).hasToString("s");
        assertThat(restore("RESTORE FROM CHECKPOINT 17").point().number()).isEqualTo(17L);
        assertThat(restore("RESTORE FROM 'hdfs://n/x'").point().path()).isEqualTo("hdfs://n/x");
        assertThat(restore("RESTORE FROM 'hdfs://n/x'").point().kind()).isEqualTo(RestoreKind.PATH);
    }

    private static SqlRestoreFrom restore(String action) {
        return (SqlRestoreFrom)
                roundTrip(SqlAlterJob.class, "ALTER JOB j " + action).action();
    }

    @Test
    void savepointsAreObjects() {
        var savepoint =
                roundTrip(SqlCreateSavepoint.class, "CREATE SAVEPOINT s FOR JOB j WITH ('format' = 'canonical')");
        assertThat(savepoint.name()).hasToString("s");
        assertThat(savepoint.job()).hasToString("j");
        assertThat(savepoint.options()).containsEntry("format", "canonical");
        var drop = roundTrip(SqlDropObject.class, "DROP SAVEPOINT IF EXISTS s");
        assertThat(drop.kind()).isEqualTo(ObjectKind.SAVEPOINT);
        assertThat(drop.isIfExists()).isTrue();
        assertThat(roundTrip(SqlDropObject.class, "DROP JOB j").kind()).isEqualTo(ObjectKind.JOB);
    }
}
