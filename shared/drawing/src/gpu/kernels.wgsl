// The kernels that lay a frame together. They compute with the integers of the kernels for the processor (world/layer.rs, sprite.rs,
// world/sky.rs, lens.rs, transition.rs, scene.rs), so that both lay the same bytes; what is a real number there comes from
// the program, but for the lights. A pixel is a word: red, green, blue, alpha from its low end.

struct Step {
    // What of the frame is touched: left, top, width, height.
    area: vec4<i32>,
    // Size of the frame.
    size: vec2<i32>,
    // Where the step's own words begin in `data`.
    data: u32,
    // How strong, of 256.
    strength: u32,
    // Where the source lies on the frame.
    place: vec2<i32>,
    // What else the step needs.
    one: u32,
    two: u32,
}

@group(0) @binding(0) var<storage, read_write> frame: array<u32>;
@group(0) @binding(1) var<storage, read_write> work: array<u32>;
@group(0) @binding(2) var<storage, read> data: array<u32>;
@group(0) @binding(3) var<uniform> now: Step;
@group(1) @binding(0) var source: texture_2d<f32>;
@group(1) @binding(1) var other: texture_2d<f32>;

const OPAQUE: u32 = 0xff000000u;

fn at(pixel: vec2<i32>) -> u32 {
    return u32(pixel.y * now.size.x + pixel.x);
}

// The pixel that an invocation computes; outside the area there is nothing to do.
fn pixel_of(id: vec3<u32>) -> vec2<i32> {
    return now.area.xy + vec2<i32>(id.xy);
}

fn is_outside(id: vec3<u32>) -> bool {
    return any(vec2<i32>(id.xy) >= now.area.zw);
}

fn texel(texture: texture_2d<f32>, place: vec2<i32>) -> u32 {
    return pack4x8unorm(textureLoad(texture, place, 0));
}

fn mixed(one: u32, two: u32, weight: u32) -> u32 {
    let rest = 256u - weight;
    let low = ((one & 0x00ff00ffu) * rest + (two & 0x00ff00ffu) * weight + 0x00800080u) >> 8u;
    let high = ((one >> 8u) & 0x00ff00ffu) * rest + ((two >> 8u) & 0x00ff00ffu) * weight + 0x00800080u;
    return (low & 0x00ff00ffu) | (high & 0xff00ff00u);
}

fn cut(color: u32, factor: u32) -> u32 {
    let low = ((color & 0x00ff00ffu) * factor) >> 8u;
    let high = ((color >> 8u) & 0x00ff00ffu) * factor;
    return (low & 0x00ff00ffu) | (high & 0xff00ff00u);
}

fn rounded(color: u32, factor: u32) -> u32 {
    let low = ((color & 0x00ff00ffu) * factor + 0x00800080u) >> 8u;
    let high = ((color >> 8u) & 0x00ff00ffu) * factor + 0x00800080u;
    return (low & 0x00ff00ffu) | (high & 0xff00ff00u);
}

fn channel(pixel: u32, index: u32) -> u32 {
    return (pixel >> (index * 8u)) & 255u;
}

// Each channel of two pixels in a proportion of 256, with what is added before the shift.
fn blended(one: u32, two: u32, weight: u32, added: u32) -> u32 {
    var pixel = OPAQUE;
    for (var index = 0u; index < 3u; index += 1u) {
        let value = (channel(one, index) * (256u - weight) + channel(two, index) * weight + added) >> 8u;
        pixel |= (value & 255u) << (index * 8u);
    }
    return pixel;
}

// The open sky, or that of the scenery as far as it is lit.
@compute @workgroup_size(16, 16)
fn sky(@builtin(global_invocation_id) id: vec3<u32>) {
    if is_outside(id) { return; }
    let pixel = pixel_of(id);
    let open = texel(source, pixel);
    frame[at(pixel)] = blended(open, texel(other, pixel), now.strength, 127u);
}

// A layer of the world. Seven words a row: see gpu/rows.rs.
@compute @workgroup_size(16, 16)
fn layer(@builtin(global_invocation_id) id: vec3<u32>) {
    if is_outside(id) { return; }
    let pixel = pixel_of(id);
    let row = now.data + u32(pixel.y - now.place.y) * 7u;
    let columns = data[row + 4u];
    let column = u32(pixel.x);
    if column < (columns & 0xffffu) || column >= (columns >> 16u) { return; }
    let upper = bitcast<i32>(data[row]);
    let weight = data[row + 1u];
    let start = i32(data[row + 2u] & 0xffffu);
    let end = i32(data[row + 2u] >> 16u);
    let solid = data[row + 5u];
    let position = data[row + 3u] + (column - (columns & 0xffffu)) * now.one;
    let left = start + i32(position >> 16u) - 2;
    let part = (position & 0xffffu) >> 8u;
    let size = vec2<i32>(textureDimensions(source));
    var ends: array<u32, 2>;
    for (var index = 0; index < 2; index += 1) {
        let x = left + index;
        if x < start || x >= end { continue; }
        var rows: array<u32, 2>;
        for (var below = 0; below < 2; below += 1) {
            let y = upper + below;
            if y >= 0 && y < size.y { rows[below] = texel(source, vec2(x, y)); }
        }
        ends[index] = mixed(rows[0], rows[1], weight);
    }
    let color = mixed(ends[0], ends[1], part);
    if column >= (solid & 0xffffu) && column < (solid >> 16u) {
        frame[at(pixel)] = color | OPAQUE;
        return;
    }
    var over = color;
    if now.strength < 256u { over = cut(color, now.strength); }
    let clear = 255u - (over >> 24u);
    frame[at(pixel)] = (over + cut(frame[at(pixel)], clear + (clear >> 7u))) | OPAQUE;
}

// A sprite: premultiplied, without moving.
@compute @workgroup_size(16, 16)
fn sprite(@builtin(global_invocation_id) id: vec3<u32>) {
    if is_outside(id) { return; }
    let pixel = pixel_of(id);
    var over = texel(source, pixel - now.place);
    if now.strength < 256u { over = rounded(over, now.strength); }
    let clear = 255u - (over >> 24u);
    frame[at(pixel)] = (over + rounded(frame[at(pixel)], clear + (clear >> 7u))) | OPAQUE;
}

// Stars and dashes: a workgroup for each tile that has some, which lie in `data` behind the tiles. Three words a tile (place,
// first light, count), eight a light.
@compute @workgroup_size(16, 16)
fn lights(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_id) local: vec3<u32>) {
    let tile = now.data + group.x * 3u;
    let corner = vec2(i32(data[tile] & 0xffffu), i32(data[tile] >> 16u));
    let pixel = corner + vec2<i32>(local.xy);
    let edge = now.area.xy + now.area.zw;
    if any(pixel < now.area.xy) || any(pixel >= edge) { return; }
    var color = frame[at(pixel)];
    let middle = vec2<f32>(pixel) + 0.5;
    for (var index = 0u; index < data[tile + 2u]; index += 1u) {
        let light = now.one + (data[tile + 1u] + index) * 8u;
        let place = vec2(bitcast<f32>(data[light + 1u]), bitcast<f32>(data[light + 2u]));
        let reach = vec2(bitcast<f32>(data[light + 3u]), bitcast<f32>(data[light + 4u]));
        let opacity = bitcast<f32>(data[light + 5u]);
        var part = 0.0;
        switch data[light] {
            // A disc.
            case 0u: { part = clamp(reach.x + 0.5 - distance(middle, place), 0.0, 1.0); }
            // Its halo.
            case 1u: {
                let rest = max(1.0 - distance(middle, place) / reach.x, 0.0);
                part = rest * rest;
            }
            // A bar with soft ends: place and size.
            default: {
                let covered = min(place + reach, middle + 0.5) - max(place, middle - 0.5);
                let share = clamp(covered, vec2(0.0), vec2(1.0));
                part = share.x * share.y;
            }
        }
        color = blended(color, data[light + 6u], u32(part * opacity * 256.0), 0u);
    }
    frame[at(pixel)] = color;
}

// The world out of focus, 1: the mean of each block of four by four pixels, in sixteenths, three words a block.
@compute @workgroup_size(16, 16)
fn shrink(@builtin(global_invocation_id) id: vec3<u32>) {
    if is_outside(id) { return; }
    let block = vec2<i32>(id.xy);
    var sum = vec3(0u);
    for (var y = 0; y < 4; y += 1) {
        for (var x = 0; x < 4; x += 1) {
            let pixel = frame[at(min(block * 4 + vec2(x, y), now.size - 1))];
            sum += vec3(channel(pixel, 0u), channel(pixel, 1u), channel(pixel, 2u));
        }
    }
    let to = u32(block.y * now.area.z + block.x) * 3u;
    for (var index = 0u; index < 3u; index += 1u) { work[to + index] = sum[index]; }
}

// 2: a mean along rows (one is 1) or columns (one is the width), from one half of `work` into the other.
@compute @workgroup_size(16, 16)
fn spread(@builtin(global_invocation_id) id: vec3<u32>) {
    if is_outside(id) { return; }
    let block = vec2<i32>(id.xy);
    let along = select(block.y, block.x, now.one == 1u);
    let last = select(now.area.w, now.area.z, now.one == 1u) - 1;
    let begin = block.y * now.area.z + block.x - along * i32(now.one);
    let reach = i32(now.strength);
    let count = u32(2 * reach + 1);
    var sum = vec3(0u);
    for (var step = -reach; step <= reach; step += 1) {
        let begun = now.data + u32(begin + clamp(along + step, 0, last) * i32(now.one)) * 3u;
        sum += vec3(work[begun], work[begun + 1u], work[begun + 2u]);
    }
    let to = now.two + u32(block.y * now.area.z + block.x) * 3u;
    for (var index = 0u; index < 3u; index += 1u) { work[to + index] = (sum[index] + count / 2u) / count; }
}

// The two blocks that a pixel lies between, and the share of the second, of eight.
fn between(place: i32, most: i32) -> vec3<i32> {
    let position = place * 2 + 1 - 4;
    // Rounds down, also below zero.
    let block = position >> 3u;
    return vec3(clamp(block, 0, most - 1), clamp(block + 1, 0, most - 1), position & 7);
}

// 3: the small picture over the frame. `place` is its size.
@compute @workgroup_size(16, 16)
fn enlarge(@builtin(global_invocation_id) id: vec3<u32>) {
    if is_outside(id) { return; }
    const BAYER = array<u32, 16>(0u, 8u, 2u, 10u, 12u, 4u, 14u, 6u, 3u, 11u, 1u, 9u, 15u, 7u, 13u, 5u);
    let pixel = pixel_of(id);
    let across = between(pixel.x, now.place.x);
    let down = between(pixel.y, now.place.y);
    var bayer = BAYER;
    let threshold = bayer[(pixel.y % 4) * 4 + pixel.x % 4] * 64u + 32u;
    let painted = frame[at(pixel)];
    var color = OPAQUE;
    for (var index = 0u; index < 3u; index += 1u) {
        var ends: array<u32, 2>;
        for (var side = 0; side < 2; side += 1) {
            let above = work[now.data + u32(down.x * now.place.x + across[side]) * 3u + index];
            let below = work[now.data + u32(down.y * now.place.x + across[side]) * 3u + index];
            ends[side] = above * u32(8 - down.z) + below * u32(down.z);
        }
        let value = ends[0] * u32(8 - across.z) + ends[1] * u32(across.z);
        let soft = min((value + threshold) >> 10u, 255u);
        let mix = (channel(painted, index) * (256u - now.strength) + soft * now.strength + 128u) >> 8u;
        color |= mix << (index * 8u);
    }
    frame[at(pixel)] = color;
}

// The frame sunk towards a color (`one`), or that color where no strength is left.
@compute @workgroup_size(16, 16)
fn fade(@builtin(global_invocation_id) id: vec3<u32>) {
    if is_outside(id) { return; }
    let pixel = pixel_of(id);
    frame[at(pixel)] = blended(now.one, frame[at(pixel)], now.strength, 0u);
}

// The picture before, over the frame: each column has its share of the new picture.
@compute @workgroup_size(16, 16)
fn dissolve(@builtin(global_invocation_id) id: vec3<u32>) {
    if is_outside(id) { return; }
    let pixel = pixel_of(id);
    frame[at(pixel)] = blended(texel(source, pixel), frame[at(pixel)], data[now.data + u32(pixel.x)], 128u);
}

// Both pictures side by side, blurred along the camera's way: `one` is where it looks, `two` how far the blur reaches. `work`
// holds the new picture.
@compute @workgroup_size(16, 16)
fn whip(@builtin(global_invocation_id) id: vec3<u32>) {
    if is_outside(id) { return; }
    let pixel = pixel_of(id);
    let reach = i32(now.two);
    let count = u32(2 * reach + 1);
    var sum = vec3(0u);
    for (var step = -reach; step <= reach; step += 1) {
        let x = clamp(i32(now.one) + pixel.x + step, 0, 2 * now.size.x - 1);
        var seen: u32;
        if x < now.size.x {
            seen = texel(source, vec2(x, pixel.y));
        } else {
            seen = work[at(vec2(x - now.size.x, pixel.y))];
        }
        sum += vec3(channel(seen, 0u), channel(seen, 1u), channel(seen, 2u));
    }
    let mean = sum / count;
    frame[at(pixel)] = mean.x | (mean.y << 8u) | (mean.z << 16u) | OPAQUE;
}
