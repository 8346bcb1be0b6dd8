package dev.bantam.kit.job;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.bantam.kit.KitProperties;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The scheduler. It keeps as many wake-ups as there are jobs to begin, and one wake-up begins one
 * job, but not always the one that it came with: the runner takes whichever is due by fair share.
 */
final class WakeUps implements SmartLifecycle {
  private static final String TASK = "job";
  private static final int MISSED_HEARTBEATS = 4;
  private static final Duration PATIENCE_AT_STOP = Duration.ofSeconds(20);
  private static final Duration AFTER_A_FAULT = Duration.ofSeconds(1);

  private final Scheduler scheduler;
  private final Clock clock;
  private volatile boolean running;

  /**
   * @param runner does what a wake-up asks for and says when it shall come again, if it shall
   */
  WakeUps(
      DataSource database,
      KitProperties.Jobs properties,
      Clock clock,
      Function<String, Optional<Instant>> runner) {
    this.clock = clock;
    this.scheduler =
        Scheduler.create(new TransactionAwareDataSourceProxy(database), task(runner))
            .threads(properties.concurrent())
            .pollUsingLockAndFetch(0.5, 1.0)
            .pollingInterval(properties.poll())
            .heartbeatInterval(properties.heartbeat())
            .missedHeartbeatsLimit(MISSED_HEARTBEATS)
            .shutdownMaxWait(PATIENCE_AT_STOP)
            .alwaysPersistTimestampInUTC()
            .enableImmediateExecution()
            .build();
  }

  private static Task<Void> task(Function<String, Optional<Instant>> runner) {
    return Tasks.custom(TASK, Void.class)
        .onDeadExecutionRevive()
        .onFailure(new FailureHandler.OnFailureRetryLater<>(AFTER_A_FAULT))
        .execute(
            (instance, context) ->
                runner
                    .apply(instance.getId())
                    .<CompletionHandler<Void>>map(WakeUps::again)
                    .orElseGet(CompletionHandler.OnCompleteRemove::new));
  }

  private static CompletionHandler<Void> again(Instant at) {
    return (complete, operations) -> operations.reschedule(complete, at);
  }

  /**
   * Adds a wake-up within the caller's transaction, and looks at the queue once that is through.
   */
  void schedule(String id) {
    scheduler.schedule(new TaskInstance<>(TASK, id), clock.instant());
    if (!TransactionSynchronizationManager.isSynchronizationActive()) return;
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            scheduler.triggerCheckForDueExecutions();
          }
        });
  }

  @Override
  public void start() {
    scheduler.start();
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    scheduler.stop();
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
