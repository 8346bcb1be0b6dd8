"""Makes training_step.tflite and training_step.npz: three steps of gradient descent by TensorFlow 2.21.

A small convolutional network with its weights, a batch, and what the weights and the loss become. Weights are stored in
the layout of the .tflite file. Run: python training_step.py
"""

import os

os.environ["TF_DETERMINISTIC_OPS"] = "1"
import numpy as np
import tensorflow as tf

RATE = 0.25
STEPS = 3
BATCH = 12

rng = np.random.default_rng(7)
x = rng.normal(size=(BATCH, 8, 8, 2)).astype(np.float32)
labels = tf.one_hot(rng.integers(0, 4, BATCH), 4).numpy()

tf.keras.utils.set_random_seed(7)
model = tf.keras.Sequential([
    tf.keras.Input((8, 8, 2), batch_size=BATCH),
    tf.keras.layers.Conv2D(6, 3, strides=2, padding="same", activation="relu", bias_initializer="normal"),
    tf.keras.layers.DepthwiseConv2D(3, padding="same", bias_initializer="normal"),
    tf.keras.layers.MaxPool2D(2),
    tf.keras.layers.Flatten(),
    tf.keras.layers.Dense(10, activation="tanh", bias_initializer="normal"),
    tf.keras.layers.Dense(4, bias_initializer="normal"),
])

# Convolutions [h, w, in, out] are [out, h, w, in] in the file, dense layers [in, out] are [out, in].
TO_FILE = {4: (3, 0, 1, 2), 2: (1, 0), 1: (0,)}


def in_file_layout(variables):
    arrays = [variable.numpy() for variable in variables]
    return [np.ascontiguousarray(array.transpose(TO_FILE[array.ndim])) for array in arrays]


arrays = {"x": x, "labels": labels}
for i, array in enumerate(in_file_layout(model.trainable_variables)):
    arrays[f"before/{i}"] = array

converter = tf.lite.TFLiteConverter.from_keras_model(model)
open("training_step.tflite", "wb").write(converter.convert())

losses = []
for _ in range(STEPS):
    with tf.GradientTape() as tape:
        logits = model(x, training=True)
        loss = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(labels, logits))
    losses.append(loss.numpy())
    for variable, gradient in zip(model.trainable_variables, tape.gradient(loss, model.trainable_variables)):
        variable.assign_sub(RATE * gradient)

arrays["loss"] = np.array(losses, np.float32)
for i, array in enumerate(in_file_layout(model.trainable_variables)):
    arrays[f"after/{i}"] = array
np.savez("training_step.npz", **arrays)
print(losses)
