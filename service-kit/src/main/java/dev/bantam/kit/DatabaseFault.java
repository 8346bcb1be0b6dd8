package dev.bantam.kit;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

/** Tells a database that is away or busy from a statement of ours that is wrong. */
public final class DatabaseFault {
  /** Connection, resources, intervention of an operator, a transaction that must be repeated. */
  private static final Set<String> STATES = Set.of("08", "53", "57", "40");

  private DatabaseFault() {}

  /**
   * Whether the same may succeed a little later. A connection that dies shows in many ways, when a
   * transaction ends in particular, so what lies beneath counts too.
   */
  public static boolean mayPass(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = next(cause)) {
      if (isOfSpring(cause) || (cause instanceof SQLException sql && mayPass(sql))) return true;
    }
    return false;
  }

  private static boolean isOfSpring(Throwable failure) {
    return failure instanceof TransientDataAccessException
        || failure instanceof RecoverableDataAccessException
        || failure instanceof NonTransientDataAccessResourceException
        || failure instanceof CannotCreateTransactionException
        || failure instanceof TransactionSystemException;
  }

  /** The pool says without a state that a connection was closed under its user's hands. */
  private static boolean mayPass(SQLException failure) {
    var state = failure.getSQLState();
    boolean closed = state == null && "Connection is closed".equals(failure.getMessage());
    return closed
        || failure instanceof SQLTransientException
        || failure instanceof SQLRecoverableException
        || (state != null && state.length() == 5 && STATES.contains(state.substring(0, 2)));
  }

  private static @Nullable Throwable next(Throwable failure) {
    var cause = failure.getCause();
    return cause == failure ? null : cause;
  }
}
