#!/usr/bin/env bash
# Packs the faces of the styles: fetches them from npm in exact versions, keeps Latin, Greek and Cyrillic letters and the
# signs that lessons use, and writes them with their licenses into styles/. Run it only to change a face; what it writes
# is part of the repository.
#
# Needs npm, python3 with venv, and tar.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip --quiet install fonttools==4.60.1

# Latin with its extension A and the letters of Romanian and Welsh, modifier letters, accents, Greek, Cyrillic,
# punctuation, superiors, currency, number forms, arrows, signs of calculation.
letters=U+20-7E,U+A0-17F,U+192,U+218-21B,U+2C6-2DD,U+300-304,U+306-308,U+30A-30C,U+327-328,U+370-3FF,U+400-45F,U+490-491
signs=U+1E80-1E85,U+1E9E,U+2010-2015,U+2018-201E,U+2020-2022,U+2026,U+2030,U+2032-2033,U+2039-203A,U+2044,U+2070-208E
signs=$signs,U+20AC,U+2116,U+2122,U+2150-215E,U+2190-2193,U+2212,U+2248,U+2260,U+2264-2265

# package version folder/file target
while read -r package version file target; do
    npm pack --silent "@expo-google-fonts/$package@$version" >/dev/null
    archive="expo-google-fonts-$package-$version.tgz"
    tar xzf "$archive" "package/$file.ttf" package/LICENSE_FONT
    venv/bin/pyftsubset "package/$file.ttf" --unicodes="$letters,$signs" --output-file="$here/styles/$target.ttf" \
        --layout-features=kern,mark,mkmk,ccmp,locl,liga,lnum --no-hinting --desubroutinize --notdef-outline \
        --name-IDs=0,1,2,6,13,14 --drop-tables+=DSIG,STAT,MVAR,HVAR,FFTM
    cp package/LICENSE_FONT "$here/styles/$package.OFL.txt"
    rm -rf package "$archive"
done <<'LIST'
eb-garamond 0.4.3 600SemiBold/EBGaramond_600SemiBold EBGaramond-SemiBold
eb-garamond 0.4.3 500Medium_Italic/EBGaramond_500Medium_Italic EBGaramond-MediumItalic
alegreya-sans 0.4.2 500Medium/AlegreyaSans_500Medium AlegreyaSans-Medium
alegreya-sans 0.4.2 700Bold/AlegreyaSans_700Bold AlegreyaSans-Bold
shantell-sans 0.4.1 600SemiBold/ShantellSans_600SemiBold ShantellSans-SemiBold
fredoka 0.4.1 600SemiBold/Fredoka_600SemiBold Fredoka-SemiBold
nunito 0.4.2 700Bold/Nunito_700Bold Nunito-Bold
nunito 0.4.2 800ExtraBold/Nunito_800ExtraBold Nunito-ExtraBold
barlow-semi-condensed 0.4.1 500Medium/BarlowSemiCondensed_500Medium BarlowSemiCondensed-Medium
barlow-semi-condensed 0.4.1 700Bold/BarlowSemiCondensed_700Bold BarlowSemiCondensed-Bold
fraunces 0.4.1 600SemiBold/Fraunces_600SemiBold Fraunces-SemiBold
cormorant-garamond 0.4.1 700Bold/CormorantGaramond_700Bold CormorantGaramond-Bold
dm-serif-display 0.4.2 400Regular/DMSerifDisplay_400Regular DMSerifDisplay-Regular
LIST
