// The other side of OnnxRuntime.cs: one JSON request per line on standard input, one JSON answer per line on standard output.
//   {"load": "model.onnx", "threads": 1, "inputs": [{"name", "dims", "file"}], "output": {"name", "dims"}}  →  {"loaded": 0}
//   {"run": 10}                                                            →  {"milliseconds": per run}, after one run that is not timed
//   {"save": "output.bin"}                                                 →  {"saved": true}
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { readFileSync, writeFileSync } from 'node:fs';

const ort = createRequire(process.argv[2] + '/')('onnxruntime-node');
const floats = file => { const bytes = readFileSync(file); return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4); };
const product = dims => dims.reduce((x, y) => x * y, 1);
const sessions = [];

async function answer(request) {
    if (request.load) {
        const session = await ort.InferenceSession.create(request.load, {
            intraOpNumThreads: request.threads, interOpNumThreads: 1, executionMode: 'sequential', graphOptimizationLevel: 'all',
        });
        const feeds = {}, fetches = {};
        for (const input of request.inputs) feeds[input.name] = new ort.Tensor('float32', Float32Array.from(floats(input.file)), input.dims);
        // The output is allocated once, as it is on our side.
        fetches[request.output.name] = new ort.Tensor('float32', new Float32Array(product(request.output.dims)), request.output.dims);
        sessions.push({ session, feeds, fetches, output: request.output.name });
        return { loaded: sessions.length - 1 };
    }
    const { session, feeds, fetches, output } = sessions[request.session];
    if (request.run) {
        await session.run(feeds, fetches);
        const start = process.hrtime.bigint();
        for (let i = 0; i < request.run; i++) await session.run(feeds, fetches);
        return { milliseconds: Number(process.hrtime.bigint() - start) / 1e6 / request.run };
    }
    const result = await session.run(feeds, fetches);
    writeFileSync(request.save, Buffer.from(result[output].data.buffer, result[output].data.byteOffset, result[output].data.byteLength));
    return { saved: true };
}

for await (const line of createInterface({ input: process.stdin })) {
    let reply;
    try { reply = await answer(JSON.parse(line)); } catch (error) { reply = { error: String(error) }; }
    process.stdout.write(JSON.stringify(reply) + '\n');
}
