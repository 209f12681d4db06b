/**
 * Builds the ONNX graph of HTDemucs from its weights: one file for every segment length, made to
 * run in little memory and in ONNX Runtime's fast kernels.
 */
@NullMarked
package app.headroom.demucs.graph;

import org.jspecify.annotations.NullMarked;
