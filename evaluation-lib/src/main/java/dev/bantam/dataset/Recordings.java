package dev.bantam.dataset;

import dev.bantam.error.ErrorCode;
import dev.bantam.type.Shape;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/** Decodes WAV files of 16 bits to {@code [frames]}, or {@code [frames, channels]}, -1 to 1. */
final class Recordings {
  private static final int BITS = 16;

  private Recordings() {}

  static boolean isRecording(String lowerCasePath) {
    return lowerCasePath.endsWith(".wav");
  }

  static Sample decode(String path, byte[] bytes) throws IOException {
    try (var in = AudioSystem.getAudioInputStream(new ByteArrayInputStream(bytes))) {
      var format = in.getFormat();
      int channels = format.getChannels();
      if (format.getEncoding() != AudioFormat.Encoding.PCM_SIGNED
          || format.getSampleSizeInBits() != BITS
          || channels < 1
          || format.getFrameSize() != channels * Short.BYTES) {
        throw DatasetException.invalid(path, "is %s, must be PCM of 16 bits", format);
      }
      var values = values(frames(in, bytes.length), format.isBigEndian());
      if (values.length == 0) {
        throw DatasetException.invalid(path, "has no whole frame of %d channels", channels);
      }
      var shape =
          channels == 1 ? Shape.of(values.length) : Shape.of(values.length / channels, channels);
      return new Sample(shape, values);
    } catch (UnsupportedAudioFileException e) {
      throw new DatasetException(ErrorCode.INVALID_DATASET, path, "is no WAV file", e);
    }
  }

  /** All whole frames. A stream answers 0 to a buffer below one frame, again and again. */
  private static byte[] frames(AudioInputStream in, int most) throws IOException {
    int frame = in.getFormat().getFrameSize();
    var pcm = new byte[most / frame * frame];
    int read = 0;
    while (read < pcm.length) {
      int more = in.read(pcm, read, pcm.length - read);
      if (more <= 0) break;
      read += more;
    }
    return Arrays.copyOf(pcm, read / frame * frame);
  }

  private static float[] values(byte[] pcm, boolean bigEndian) {
    var values = new float[pcm.length / Short.BYTES];
    int high = bigEndian ? 0 : 1;
    for (int i = 0; i < values.length; i++) {
      values[i] = ((pcm[2 * i + high] << 8) | (pcm[2 * i + 1 - high] & 255)) / 32768f;
    }
    return values;
  }
}
