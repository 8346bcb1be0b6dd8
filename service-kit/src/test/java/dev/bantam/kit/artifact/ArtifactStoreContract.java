package dev.bantam.kit.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bantam.error.BantamException;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every store promises; its test inherits this and says how one is opened. */
abstract class ArtifactStoreContract {
  private static final byte[] CONTENT = "some content".getBytes(StandardCharsets.UTF_8);

  abstract ArtifactStore store();

  private static InputStream in(byte[] content) {
    return new ByteArrayInputStream(content);
  }

  @Test
  void contentIsFoundUnderItsDigestAndReadFromAnyPlace() throws IOException {
    var store = store();

    var artifact = store.store(in(CONTENT), "it", 100, Optional.of(Digest.of(CONTENT)));

    assertThat(artifact).isEqualTo(new Artifact(Digest.of(CONTENT), CONTENT.length));
    assertThat(store.find(artifact.digest())).contains(artifact);
    try (var all = store.open(artifact.digest(), 0);
        var end = store.open(artifact.digest(), 5)) {
      assertThat(all.readAllBytes()).isEqualTo(CONTENT);
      assertThat(end.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("content");
    }
    assertThat(store.totalBytes()).isEqualTo(CONTENT.length);
  }

  @Test
  void aLimitIsMetAndNotPassedByOne() {
    var store = store();

    assertThat(store.store(in(CONTENT), "it", CONTENT.length, Optional.empty()).sizeBytes())
        .isEqualTo(CONTENT.length);
    assertThatThrownBy(() -> store.store(in(CONTENT), "it", CONTENT.length - 1, Optional.empty()))
        .isInstanceOf(BantamException.class)
        .hasMessage("it: the content is longer than the limit of 11 bytes, send less");
  }

  @Test
  void contentOfAnotherDigestLeavesNothing() {
    var store = store();
    var other = Digest.of("other");

    assertThatThrownBy(() -> store.store(in(CONTENT), "it", 100, Optional.of(other)))
        .isInstanceOf(BantamException.class)
        .hasMessage(
            "it: the content has digest %s, must have %s as Content-Digest says"
                .formatted(Digest.of(CONTENT), other));
    assertThat(store.find(Digest.of(CONTENT))).isEmpty();
    assertThat(store.totalBytes()).isZero();
  }

  @Test
  void aSenderThatLeavesAtAnyByteLeavesNothing() {
    var store = store();
    for (int bytes = 0; bytes < CONTENT.length; bytes++) {
      var broken = new BreaksAfter(bytes);
      assertThatThrownBy(() -> store.store(broken, "it", 100, Optional.empty()))
          .isInstanceOf(BantamException.class)
          .hasMessage("it: the content ended before its last byte, send all of it");
      assertThat(store.find(Digest.of(CONTENT))).isEmpty();
      assertThat(store.totalBytes()).isZero();
    }
  }

  /** Gives one byte at a time, and fails after some. */
  private static final class BreaksAfter extends FilterInputStream {
    private int left;

    BreaksAfter(int bytes) {
      super(new ByteArrayInputStream(CONTENT));
      left = bytes;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (left-- == 0) throw new IOException("the connection is gone");
      return super.read(target, offset, 1);
    }
  }

  @Test
  void manyWhoSendTheSameAtOnceStoreItOnce() {
    var store = store();

    var digests =
        IntStream.range(0, 32)
            .parallel()
            .mapToObj(i -> store.store(in(CONTENT), "it", 100, Optional.empty()).digest())
            .distinct()
            .toList();

    assertThat(digests).containsExactly(Digest.of(CONTENT));
    assertThat(store.totalBytes()).isEqualTo(CONTENT.length);
  }

  @Test
  void deletedContentIsGoneButAnOpenReaderReadsOn() throws IOException {
    var store = store();
    var digest = store.store(in(CONTENT), "it", 100, Optional.empty()).digest();
    try (var open = store.open(digest, 0)) {
      store.delete(digest);
      store.delete(digest);
      assertThat(open.readAllBytes()).isEqualTo(CONTENT);
    }
    assertThat(store.find(digest)).isEmpty();
    assertThatThrownBy(() -> store.open(digest, 0))
        .isInstanceOf(BantamException.class)
        .hasMessage("artifact %s: is not in the store".formatted(digest));
  }
}
