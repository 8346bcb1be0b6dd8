package dev.bantam.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.orm.jpa.JpaSystemException;
import org.springframework.transaction.CannotCreateTransactionException;

class DatabaseFaultTest {
  static Stream<Throwable> passing() {
    var ended = new SQLException("terminating connection", "57P01");
    return Stream.of(
        ended,
        new SQLTransientConnectionException("no connection"),
        new CannotCreateTransactionException("no connection"),
        new UncategorizedSQLException("insert", "INSERT", ended),
        new JpaSystemException(
            new RuntimeException("cannot roll back", new SQLException("Connection is closed"))));
  }

  @ParameterizedTest
  @MethodSource("passing")
  void aDatabaseThatIsAwayIsKnownHoweverItShows(Throwable failure) {
    assertThat(DatabaseFault.mayPass(failure)).isTrue();
  }

  @Test
  void aStatementThatIsWrongIsNoFaultOfTheDatabase() {
    assertThat(DatabaseFault.mayPass(new DuplicateKeyException("twice"))).isFalse();
    assertThat(DatabaseFault.mayPass(new SQLException("syntax", "42601"))).isFalse();
    assertThat(DatabaseFault.mayPass(new SQLException("no reason"))).isFalse();
    assertThat(DatabaseFault.mayPass(new IllegalStateException("a fault of ours"))).isFalse();
  }
}
