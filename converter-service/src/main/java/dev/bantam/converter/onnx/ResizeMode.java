package dev.bantam.converter.onnx;

/**
 * What all axes of a resize share.
 *
 * @param kind nearest, linear or cubic
 * @param coordinates how a place of the output is one of the input
 * @param nearest how a place between two elements is rounded
 * @param cubic the parameter of the cubic kernel
 * @param exclude whether elements outside of the image do not count
 * @param extrapolation what lies outside of it, where it is cropped
 */
record ResizeMode(
    String kind,
    String coordinates,
    String nearest,
    double cubic,
    boolean exclude,
    boolean antialias,
    double extrapolation) {}
