#!/usr/bin/env bash
# Puts what dx 0.7.10 leaves out into the built app: icons, names in three languages, the privacy
# manifest; then signs it again.
#   dx build --platform ios --features mobile --release --device true
#   ios/finish.sh target/dx/qadam/release/ios/Qadam.app ["Apple Development: …"]
# Without an identity the app is for the simulator and stays unsigned.
set -euo pipefail
app=${1:?usage: ios/finish.sh APP.app [IDENTITY]}
identity=${2-}
here=$(cd "$(dirname "$0")" && pwd)
[ -f "$app/Info.plist" ] || { echo "$app is not a built app: run dx first" >&2; exit 1; }

platform=iphonesimulator
if [ -n "$identity" ]; then platform=iphoneos; fi
for language in kk ru en; do
  mkdir -p "$app/$language.lproj"
  cp "$here/$language.lproj/InfoPlist.strings" "$app/$language.lproj/"
done
cp "$here/PrivacyInfo.xcprivacy" "$app/"
xcrun actool "$here/Assets.xcassets" --compile "$app" --platform "$platform" \
  --minimum-deployment-target 15.0 --app-icon AppIcon \
  --output-partial-info-plist "$(mktemp -d)/icons.plist"
/usr/libexec/PlistBuddy -c "Set :MinimumOSVersion 15.0" "$app/Info.plist" 2>/dev/null ||
  /usr/libexec/PlistBuddy -c "Add :MinimumOSVersion string 15.0" "$app/Info.plist"
if [ -n "$identity" ]; then
  codesign --force --preserve-metadata=entitlements --sign "$identity" "$app"
fi
echo "finished: $app"
