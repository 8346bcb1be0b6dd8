#!/usr/bin/env python3
"""Trains the example network on handwritten digits and writes everything in this folder.

Needs `pip install tensorflow==2.21.0 onnx==1.23.2 scikit-learn==1.9.1`; run once by hand, the results are checked in.

The network is a small depthwise-separable one, with batch normalization, as networks for small devices are. The same trained
weights are written as a TensorFlow SavedModel and as an ONNX file (NCHW, as PyTorch would).
"""

import os
import pathlib
import shutil

os.environ["TF_DETERMINISTIC_OPS"] = "1"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras
import numpy as np
import onnx
import onnx.reference
from onnx import TensorProto, helper, numpy_helper
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

HERE = pathlib.Path(__file__).parent
SEED = 20190601
BLOCKS = [(64, 1), (96, 2), (128, 1)]


def data():
    """8 x 8 pictures of one channel, 0 to 16, and their digits."""
    digits = load_digits()
    x = digits.images.astype(np.uint8)[..., np.newaxis]
    return train_test_split(x, digits.target.astype(np.int32), test_size=500, random_state=SEED, stratify=digits.target)


def network():
    def convolution(x, filters, stride=1, kernel=3):
        x = keras.layers.Conv2D(filters, kernel, stride, padding="same", use_bias=False)(x)
        return keras.layers.ReLU(max_value=6)(keras.layers.BatchNormalization()(x))

    image = keras.Input((8, 8, 1), name="image")
    x = convolution(keras.layers.Rescaling(1 / 16)(image), 32)
    for filters, stride in BLOCKS:
        x = keras.layers.DepthwiseConv2D(3, stride, padding="same", use_bias=False)(x)
        x = keras.layers.ReLU(max_value=6)(keras.layers.BatchNormalization()(x))
        x = convolution(x, filters, kernel=1)
    x = keras.layers.GlobalAveragePooling2D()(x)
    return keras.Model(image, keras.layers.Dense(10, activation="softmax", name="digit")(x))


def train(model, x, y):
    shifts = np.random.default_rng(SEED)
    model.compile(keras.optimizers.Adam(3e-3), "sparse_categorical_crossentropy", metrics=["accuracy"])
    for epoch in range(30):
        moved = np.stack([np.roll(image, shifts.integers(-1, 2, 2), (0, 1)) for image in x])
        model.optimizer.learning_rate = 3e-3 * float(0.5 * (1 + np.cos(np.pi * epoch / 30)))
        model.fit(moved.astype(np.float32), y, batch_size=64, verbose=0)


def to_onnx(model):
    """The layers of `network` as an ONNX graph, batch normalization kept."""
    nodes, weights = [], []

    def weight(name, value):
        weights.append(numpy_helper.from_array(np.ascontiguousarray(value, np.float32), name))
        return name

    def add(operator, inputs, **attributes):
        name = f"{operator.lower()}_{len(nodes)}"
        nodes.append(helper.make_node(operator, inputs, [name], name, **attributes))
        return name

    value = add("Mul", ["image", weight("scale", np.float32(1 / 16))])
    size = 8
    for layer in model.layers:
        if isinstance(layer, keras.layers.DepthwiseConv2D):
            kernel = layer.get_weights()[0].transpose(2, 3, 0, 1)
            value, size = same_padding(add, value, weight(layer.name, kernel), layer, size, kernel.shape[0])
        elif isinstance(layer, keras.layers.Conv2D):
            kernel = layer.get_weights()[0].transpose(3, 2, 0, 1)
            value, size = same_padding(add, value, weight(layer.name, kernel), layer, size, 1)
        elif isinstance(layer, keras.layers.BatchNormalization):
            names = [weight(f"{layer.name}_{i}", w) for i, w in enumerate(layer.get_weights())]
            value = add("BatchNormalization", [value, *names], epsilon=layer.epsilon)
        elif isinstance(layer, keras.layers.ReLU):
            value = add("Clip", [value, weight(f"{layer.name}_low", np.float32(0)), weight(f"{layer.name}_high", np.float32(6))])
        elif isinstance(layer, keras.layers.GlobalAveragePooling2D):
            value = add("Flatten", [add("GlobalAveragePool", [value])])
        elif isinstance(layer, keras.layers.Dense):
            kernel, bias = layer.get_weights()
            value = add("Gemm", [value, weight("dense", kernel), weight("dense_bias", bias)])
            value = add("Softmax", [value], axis=1)
    nodes[-1].output[0] = "digit"
    image = helper.make_tensor_value_info("image", TensorProto.FLOAT, ["batch", 1, 8, 8])
    digit = helper.make_tensor_value_info("digit", TensorProto.FLOAT, ["batch", 10])
    graph = helper.make_graph(nodes, "digits", [image], [digit], weights)
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8, producer_name="bantam-examples")
    onnx.checker.check_model(made, full_check=True)
    return made


def same_padding(add, value, kernel, layer, size, groups):
    stride, width = layer.strides[0], layer.kernel_size[0]
    after = -(-size // stride)
    total = max((after - 1) * stride + width - size, 0)
    low = total // 2
    pads = [low, low, total - low, total - low]
    made = add("Conv", [value, kernel], kernel_shape=[width] * 2, strides=[stride] * 2, pads=pads, group=groups)
    return made, after


def main():
    keras.utils.set_random_seed(SEED)
    x_train, x_test, y_train, y_test = data()
    model = network()
    train(model, x_train, y_train)
    print("accuracy on the test set:", model.evaluate(x_test.astype(np.float32), y_test, verbose=0)[1])
    np.savez_compressed(HERE / "train.npz", x=x_train, y=y_train)
    np.savez_compressed(HERE / "test.npz", x=x_test, y=y_test)
    target = HERE / "digits_saved_model"
    shutil.rmtree(target, ignore_errors=True)
    model.export(target, verbose=False)
    onnx.save(to_onnx(model), HERE / "digits.onnx")
    expected = model.predict(x_test[:8].astype(np.float32), verbose=0)
    evaluator = onnx.reference.ReferenceEvaluator(str(HERE / "digits.onnx"))
    got = evaluator.run(None, {"image": x_test[:8].astype(np.float32).transpose(0, 3, 1, 2)})[0]
    print("largest difference between SavedModel and ONNX:", np.abs(expected - got).max())


if __name__ == "__main__":
    main()
