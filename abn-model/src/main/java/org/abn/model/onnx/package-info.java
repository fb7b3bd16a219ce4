/**
 * Networks as ONNX files, for programs without a JVM.
 *
 * <p>A vertex becomes operators of ONNX's own set, named by the vertex. Maps are channel-first
 * there, {@code [N, C, H, W]}; arrays are as they are here.
 */
package org.abn.model.onnx;
