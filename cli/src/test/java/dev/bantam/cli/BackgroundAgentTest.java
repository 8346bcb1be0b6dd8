package dev.bantam.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class BackgroundAgentTest {
  private final CountDownLatch interrupted = new CountDownLatch(1);

  private void waitForever() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      interrupted.countDown();
    }
  }

  @Test
  void workThatNeedsItGivesItsResult() throws Exception {
    try (var agent = new BackgroundAgent(this::waitForever)) {
      assertThat(agent.during(() -> "done")).isEqualTo("done");
    }
  }

  @Test
  void aFailureOfTheWorkIsItsOwn() {
    try (var agent = new BackgroundAgent(this::waitForever)) {
      var failure = new BantamException(ErrorCode.CONFLICT, "no");
      assertThatThrownBy(
              () ->
                  agent.during(
                      () -> {
                        throw failure;
                      }))
          .isSameAs(failure);
    }
  }

  @Test
  void workIsGivenUpAsTheAgentFails() throws Exception {
    var failure = new BantamException(ErrorCode.FORBIDDEN, "agent \"a\": is not welcome");
    try (var agent =
        new BackgroundAgent(
            () -> {
              throw failure;
            })) {
      assertThatThrownBy(() -> agent.during(() -> await())).isSameAs(failure);
    }
    interrupted.await();
  }

  @Test
  void workIsGivenUpAsTheAgentEnds() {
    try (var agent = new BackgroundAgent(() -> {})) {
      assertThatThrownBy(() -> agent.during(() -> await()))
          .hasMessage("the agent of this machine: has ended");
    }
  }

  @Test
  void workIsInterruptedWhenTheAgentIsClosed() {
    var agent = new BackgroundAgent(this::waitForever);
    assertThatThrownBy(
            () ->
                agent.during(
                    () -> {
                      agent.close();
                      return await();
                    }))
        .isInstanceOf(InterruptedException.class);
  }

  @Test
  void itEndsWhenItIsClosed() throws InterruptedException {
    new BackgroundAgent(this::waitForever).close();
    interrupted.await();
  }

  private String await() {
    waitForever();
    return "never";
  }
}
