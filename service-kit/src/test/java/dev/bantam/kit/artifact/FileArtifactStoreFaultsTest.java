package dev.bantam.kit.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.testing.FaultyFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The n-th call of the disk fails, for n = 1, 2, ... until none does. */
class FileArtifactStoreFaultsTest {
  private static final byte[] CONTENT = new byte[3 << 16];
  private static final Digest DIGEST = Digest.of(CONTENT);

  @TempDir private Path folder;
  private final FaultyFiles files = new FaultyFiles();

  /** What is done while the disk fails. */
  enum Deed {
    STORE(store -> stored(store, Optional.of(DIGEST))),
    STORE_WHAT_IS_NOT_WHAT_IT_SHOULD_BE(store -> stored(store, Optional.of(Digest.of("other")))),
    READ(FileArtifactStoreFaultsTest::read),
    FIND(store -> store.find(DIGEST)),
    COUNT(ArtifactStore::totalBytes),
    DELETE(store -> store.delete(DIGEST));

    private final Consumer<ArtifactStore> work;

    Deed(Consumer<ArtifactStore> work) {
      this.work = work;
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsHalfVisibleAndNothingLeaksWhereOneCallFails(Deed deed) throws IOException {
    boolean failed = true;
    for (int n = 1; failed; n++) {
      var root = folder.resolve(deed + "-" + n);
      prepare(root, deed);
      files.work();
      var store = new FileArtifactStore(files.path(root), InstantSource.system());
      files.failOnce(n);
      attempt(deed, () -> deed.work.accept(store));
      failed = files.hasFailed();
      var call = files.failed();
      files.work();
      var fault = "%s, call %d: %s".formatted(deed, n, call);
      assertThat(files.open()).as(fault).isZero();
      assertWhole(root, fault);
      if (!call.startsWith("delete")) assertNothingIsLeft(root, fault);
      attempt(deed, () -> deed.work.accept(store));
      assertWhole(root, fault + ", and once more");
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsHalfVisibleWhereAllCallsFailFromOneOn(Deed deed) throws IOException {
    boolean failed = true;
    for (int n = 1; failed; n++) {
      var root = folder.resolve(deed + "-" + n);
      prepare(root, deed);
      files.work();
      var store = new FileArtifactStore(files.path(root), InstantSource.system());
      files.failFrom(n);
      attempt(deed, () -> deed.work.accept(store));
      failed = files.hasFailed();
      var fault = "%s, from call %d on: %s".formatted(deed, n, files.failed());
      files.work();
      assertThat(files.open()).as(fault).isZero();
      assertWhole(root, fault);
      var later = Instant.now().plus(Duration.ofDays(2));
      attempt(
          deed, () -> deed.work.accept(new FileArtifactStore(root, InstantSource.fixed(later))));
      assertWhole(root, fault + ", and once more after a restart");
      assertNothingIsLeft(root, fault + ", two days later");
    }
  }

  /** A store that reports success has the names of its content on the disk too. */
  @Test
  void contentThatWasMovedButNotForcedIsForcedTheNextTime() {
    var store = new FileArtifactStore(files.path(folder), InstantSource.system());
    boolean failed = true;
    for (int n = 1; failed; n++) {
      files.failOnce(n);
      attempt(Deed.STORE, () -> stored(store, Optional.of(DIGEST)));
      failed = files.hasFailed();
      files.work();
      stored(store, Optional.of(DIGEST));
      var shard = folder.resolve(DIGEST.hex().substring(0, 2));
      assertThat(files.calls()).contains("force " + shard, "force " + folder);
      store.delete(DIGEST);
    }
  }

  private static void prepare(Path root, Deed deed) {
    var store = new FileArtifactStore(root, InstantSource.system());
    switch (deed) {
      case STORE, STORE_WHAT_IS_NOT_WHAT_IT_SHOULD_BE -> {}
      case READ, FIND, COUNT, DELETE -> stored(store, Optional.of(DIGEST));
    }
  }

  private static void stored(ArtifactStore store, Optional<Digest> expected) {
    store.store(new ByteArrayInputStream(CONTENT), "it", CONTENT.length, expected);
  }

  private static void read(ArtifactStore store) {
    try (var in = store.open(DIGEST, 10)) {
      assertThat(in.readAllBytes()).hasSize(CONTENT.length - 10);
    } catch (IOException e) {
      throw new BantamException(ErrorCode.UNAVAILABLE, "the reader sees the fault itself", e);
    }
  }

  /** A fault of the disk is named as one, never as the sender's or as ours. */
  private static void attempt(Deed deed, Runnable work) {
    try {
      work.run();
    } catch (BantamException refusal) {
      boolean asItShould =
          deed == Deed.STORE_WHAT_IS_NOT_WHAT_IT_SHOULD_BE
              && refusal.code() == ErrorCode.INVALID_REQUEST;
      if (!asItShould) assertThat(refusal).extracting("code").isEqualTo(ErrorCode.UNAVAILABLE);
    }
  }

  private static void assertWhole(Path root, String fault) throws IOException {
    var store = new FileArtifactStore(root, InstantSource.system());
    if (store.find(DIGEST).isPresent()) {
      try (var in = store.open(DIGEST, 0)) {
        assertThat(Digest.of(in.readAllBytes())).as(fault).isEqualTo(DIGEST);
      }
    } else {
      assertThat(store.totalBytes()).as(fault).isZero();
    }
  }

  private static void assertNothingIsLeft(Path root, String fault) throws IOException {
    try (var left = Files.list(root.resolve("incoming"))) {
      assertThat(left).as(fault).isEmpty();
    }
  }
}
