package dev.bantam.evaluation;

/** A model's first answer to a sample, and the right one. */
public record Prediction(int sample, int label, int answer) {
  public boolean isCorrect() {
    return label == answer;
  }
}
